"""The console of whoever runs the installation: figures of organizations, health, its own log; no words of tickets."""
