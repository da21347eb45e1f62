"""The adapter for Anthropic's Messages API.

`provider` is importable everywhere and light; everything that needs the SDK is loaded with the first request.
"""
