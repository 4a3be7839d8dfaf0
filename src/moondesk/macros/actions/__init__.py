"""What can be done with macros."""

from moondesk.macros.actions.applying import apply_macro
from moondesk.macros.actions.writing import MacroEdit, change_macro, create_macro, remove_macro

__all__ = ["MacroEdit", "apply_macro", "change_macro", "create_macro", "remove_macro"]
