"""The shapes of requests, answers and events: marshmallow only, never a query.

The OpenAPI document is made of these.
"""
