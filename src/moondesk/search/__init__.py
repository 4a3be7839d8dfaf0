"""Finding tickets, contacts and members by words, and keeping the words of tickets."""
