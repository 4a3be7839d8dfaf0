"""Pages for those who try Moondesk out or build it; they exist only with the local mail catcher."""
