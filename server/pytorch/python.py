"""Python's builtins and standard library: what they do to the objects of a training program (Python 3.10 to 3.14).

Everything in `PREFIXES` is harmless: it may read its arguments and changes no model, optimizer or tensor.
"""

from __future__ import annotations

from .facts import Action, Context, Fact, KnownClass, Returns, names

_ITERABLE = ("iterable",)


def _plain(words: str, module: str = "builtins", returns: Returns = "python") -> dict[str, Fact]:
    return dict.fromkeys([f"{module}.{word}" for word in words.split()], Action(returns=returns))


def _collects(returns: Returns) -> Action:
    return Action(names("iterable"), returns=returns, on=_ITERABLE, consumes=_ITERABLE)


FACTS: dict[str, Fact] = {
    **_plain(
        "abs ascii bin bool bytes bytearray callable chr complex divmod float format hasattr hash hex id int"
        " isinstance issubclass len oct ord pow repr round slice str type memoryview input dir object"
    ),
    **_plain("print breakpoint help", returns="none"),
    **_plain("staticmethod classmethod property", returns="descriptor"),
    **_plain("vars locals globals", returns="dict"),
    **_plain("exit quit", returns="never"),
    "builtins.eval": Action(names("source globals locals"), effect="unknown"),
    "builtins.exec": Action(names("source globals locals * closure"), effect="unknown", returns="none"),
    "builtins.compile": Action(),
    "builtins.__import__": Action(),
    "builtins.open": Action(names("file mode buffering encoding errors newline closefd opener"), returns="file"),
    "builtins.super": Action(returns="super"),
    "builtins.getattr": Action(names("object name default"), returns="attribute", on=("object",)),
    "builtins.setattr": Action(names("obj name value"), effect="sets_attribute", returns="none", on=("obj",)),
    "builtins.delattr": Action(names("obj name"), effect="sets_attribute", returns="none", on=("obj",)),
    "builtins.range": Action(names("start stop step"), returns="range"),
    "builtins.list": _collects("list"),
    "builtins.tuple": _collects("tuple"),
    "builtins.set": _collects("set"),
    "builtins.frozenset": _collects("set"),
    "builtins.sorted": Action(names("iterable * key reverse"), returns="list", on=_ITERABLE, consumes=_ITERABLE),
    "builtins.reversed": Action(names("iterable"), returns="iterator", on=_ITERABLE),
    "builtins.dict": Action(names("iterable **kwargs"), returns="dict", on=_ITERABLE, consumes=_ITERABLE),
    "builtins.enumerate": Action(names("iterable start"), returns="enumeration", on=_ITERABLE),
    "builtins.zip": Action(names("*iterables strict"), returns="zip", on=("iterables",)),
    "builtins.map": Action(names("func *iterables"), effect="calls", returns="mapped", on=("func",)),
    "builtins.filter": Action(names("function iterable"), returns="filtered", on=_ITERABLE),
    "builtins.iter": Action(names("iterable"), returns="iterator", on=("iterable",)),
    "builtins.next": Action(names("iterator default"), returns="element", on=("iterator",)),
    "builtins.sum": Action(names("iterable start"), returns="sum", on=_ITERABLE, consumes=_ITERABLE),
    "builtins.min": Action(names("iterable *args key default"), returns="element", on=_ITERABLE, consumes=_ITERABLE),
    "builtins.max": Action(names("iterable *args key default"), returns="element", on=_ITERABLE, consumes=_ITERABLE),
    "builtins.any": Action(names("iterable"), returns="python", consumes=_ITERABLE),
    "builtins.all": Action(names("iterable"), returns="python", consumes=_ITERABLE),
    "builtins.aiter": Action(returns="unknown"),
    "builtins.anext": Action(returns="unknown"),
    "copy.copy": Action(names("x"), returns="copy", on=("x",)),
    "copy.deepcopy": Action(names("x memo"), returns="deepcopy", on=("x",)),
    "functools.partial": Action(names("func *args **keywords"), returns="partial", on=("func",)),
    "functools.reduce": Action(
        names("function iterable initial"), effect="calls", on=("function",), consumes=_ITERABLE
    ),
    "functools.wraps": Action(returns="callable"),
    "functools.lru_cache": Action(returns="callable"),
    "functools.cache": Action(returns="callable"),
    "functools.cached_property": Action(returns="descriptor"),
    "functools.total_ordering": Action(names("cls"), returns="argument"),
    "functools.singledispatch": Action(returns="unknown"),
    "collections.OrderedDict": Action(names("iterable **kwargs"), returns="dict", on=_ITERABLE, consumes=_ITERABLE),
    "collections.defaultdict": Action(names("default_factory iterable **kwargs"), returns="dict", on=_ITERABLE),
    "collections.Counter": Action(names("iterable **kwargs"), returns="dict", consumes=_ITERABLE),
    "collections.ChainMap": Action(names("*maps"), returns="dict"),
    "collections.deque": Action(names("iterable maxlen"), returns="list", on=_ITERABLE, consumes=_ITERABLE),
    "collections.namedtuple": Action(returns="class"),
    "itertools.chain": Action(names("*iterables"), returns="chain", on=("iterables",)),
    "itertools.chain.from_iterable": Action(names("iterable"), returns="chain", on=_ITERABLE),
    "itertools.cycle": Action(names("iterable"), returns="cycle", on=_ITERABLE),
    "itertools.islice": Action(names("iterable start stop step"), returns="iterator", on=_ITERABLE),
    "itertools.filterfalse": Action(names("function iterable"), returns="filtered", on=_ITERABLE),
    "itertools.takewhile": Action(names("predicate iterable"), returns="filtered", on=_ITERABLE),
    "itertools.dropwhile": Action(names("predicate iterable"), returns="filtered", on=_ITERABLE),
    "itertools.zip_longest": Action(names("*iterables fillvalue"), returns="zip", on=("iterables",)),
    "itertools.starmap": Action(names("function iterable"), effect="calls", returns="mapped", on=("function",)),
    "itertools.count": Action(names("start step"), returns="range"),
    "itertools.repeat": Action(names("object times"), returns="iterator"),
    "itertools.product": Action(names("*iterables repeat"), returns="zip", on=("iterables",), consumes=("iterables",)),
    "itertools.tee": Action(names("iterable n"), returns="unknown"),
    "contextlib.nullcontext": Context(names("enter_result"), "nothing", decorator=False, gives="enter_result"),
    "contextlib.suppress": Context(names("*exceptions"), "suppress", decorator=False),
    "contextlib.closing": Context(names("thing"), "nothing", decorator=False, gives="thing"),
    "contextlib.redirect_stdout": Context(names("new_target"), "nothing", decorator=False),
    "contextlib.redirect_stderr": Context(names("new_target"), "nothing", decorator=False),
    "contextlib.ExitStack": KnownClass("context", ()),
    "contextlib.contextmanager": Action(names("func"), returns="callable", on=("func",)),
    "warnings.catch_warnings": Context(names("* record module action category lineno append"), "nothing"),
    "random.seed": Action(names("a version"), effect="sets_seed", returns="none"),
    "random.shuffle": Action(names("x"), effect="changes_list", returns="none", on=("x",)),
    "random.choice": Action(names("seq"), returns="element", on=("seq",)),
    "random.sample": Action(names("population k * counts"), returns="list", on=("population",)),
    "random.choices": Action(names("population weights * cum_weights k"), returns="list", on=("population",)),
    "sys.exit": Action(names("status"), returns="never"),
    "os._exit": Action(names("status"), returns="never"),
    "os.abort": Action((), returns="never"),
    "pickle.load": Action(names("file * fix_imports encoding errors buffers"), returns="unknown"),
    "pickle.loads": Action(names("data * fix_imports encoding errors buffers"), returns="unknown"),
    "pickle.dump": Action(names("obj file protocol * fix_imports buffer_callback"), effect="saves", returns="none"),
    "pickle.dumps": Action(names("obj protocol * fix_imports buffer_callback"), effect="saves", returns="python"),
    "threading.Thread": Action(names("group target name args kwargs * daemon"), effect="calls", on=("target",)),
    "multiprocessing.Process": Action(names("group target name args kwargs * daemon"), effect="calls", on=("target",)),
    "atexit.register": Action(names("func *args **kwargs"), returns="argument"),
    "dataclasses.dataclass": Action(returns="argument"),
}

_HARMLESS = Action(returns="python")

PREFIXES: dict[str, Fact] = dict.fromkeys(
    names(
        "abc argparse array ast base64 bisect calendar cmath codecs collections configparser csv ctypes"
        " dataclasses datetime decimal difflib enum errno fnmatch fractions gc getpass glob gzip hashlib heapq html"
        " http importlib inspect io ipaddress itertools json linecache locale logging math mimetypes numbers"
        " operator os pathlib pkgutil platform pprint queue random re resource sched secrets select shlex shutil"
        " signal socket sqlite3 ssl stat statistics string struct subprocess sys tarfile tempfile textwrap time"
        " timeit tokenize traceback types typing typing_extensions unicodedata unittest urllib uuid warnings weakref"
        " xml zipfile zlib zoneinfo __future__"
    ),
    _HARMLESS,
)
