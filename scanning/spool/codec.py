"""Dataclasses to JSON values and back, by their type hints; a field added later with a default needs no change here."""

from __future__ import annotations

import types
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def encode(value: object, base: Path | None = None) -> Any:
    """A JSON value for a dataclass; paths under `base` are written relative to it."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: encode(getattr(value, field.name), base) for field in fields(value)}
    if isinstance(value, Path):
        if base is not None and value.is_relative_to(base):
            return value.relative_to(base).as_posix()
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [encode(item, base) for item in value]
    if isinstance(value, dict):
        return {str(key): encode(item, base) for key, item in value.items()}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    raise TypeError(f"no JSON form for {type(value).__name__}")


def decode(kind: type[T], data: Any, base: Path | None = None) -> T:
    """The dataclass written by `encode`; relative paths are taken from `base`. ValueError if it doesn't fit."""
    try:
        return cast(T, _decode(kind, data, base))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a {kind.__name__}: {error!r}") from error


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _decode(kind: Any, data: Any, base: Path | None) -> Any:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        options = [option for option in get_args(kind) if option is not type(None)]
        return None if data is None else _decode(options[0], data, base)
    if origin is tuple:
        return _decode_tuple(get_args(kind), data, base)
    if isinstance(kind, type):
        if is_dataclass(kind):
            return _decode_dataclass(kind, data, base)
        if issubclass(kind, Path):
            return base / data if base is not None else Path(data)
        if issubclass(kind, Enum):
            return kind(data)
        if kind is float and isinstance(data, int):
            return float(data)
        if not isinstance(data, kind):
            raise TypeError(f"{data!r} is no {kind.__name__}")
    return data


def _decode_tuple(parts: tuple[Any, ...], data: Any, base: Path | None) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise TypeError(f"{data!r} is no list")
    if len(parts) == 2 and parts[1] is Ellipsis:
        return tuple(_decode(parts[0], item, base) for item in data)
    return tuple(_decode(part, item, base) for part, item in zip(parts, data, strict=True))


def _decode_dataclass(kind: type, data: Any, base: Path | None) -> Any:
    hints = _hints(kind)
    values: dict[str, Any] = {}
    for field in fields(kind):
        if field.name in data:
            values[field.name] = _decode(hints[field.name], data[field.name], base)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise KeyError(field.name)
    return kind(**values)
