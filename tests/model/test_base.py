"""A model is built when it is first read, after the models that it is made of."""

from __future__ import annotations

from pydantic import Field

from vbgen.model.base import Model


class Leaf(Model):
    name: str


class Twig(Model):
    leaves: dict[str, tuple[Leaf, ...]] = Field({})
    twigs: tuple[Twig, ...] = ()
    last: Leaf | None = None


def test_what_a_model_is_made_of_is_built_before_it() -> None:
    assert [model.__pydantic_complete__ for model in (Leaf, Twig)] == [False, False]
    Twig.build()
    assert [model.__pydantic_complete__ for model in (Leaf, Twig)] == [True, True]
    twig = Twig.model_validate({"twigs": [{"leaves": {"a": [{"name": "b"}]}}], "last": {"name": "c"}})
    assert (twig.twigs[0].leaves["a"][0], twig.last) == (Leaf(name="b"), Leaf(name="c"))
    Twig.build()
