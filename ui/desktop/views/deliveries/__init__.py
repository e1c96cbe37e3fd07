"""Deliveries: couriers' lists, drop boxes, what was accepted and waits to be registered."""
