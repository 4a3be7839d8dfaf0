"""What every package stands on and that knows no tables: ids, clock, context, tenancy, text, base errors."""
