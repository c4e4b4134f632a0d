"""``kepu release …``: what is public crosses from the desk's installation to the portal's, as a signed file."""

import argparse
import sys
from pathlib import Path

from kepu.config.commands import Groups, start_django

KEY_FILE = "release_key"
LARGEST = 200 * 1024 * 1024


def register(groups: Groups) -> None:
    """Add ``release key``, ``release export`` and ``release import``."""
    release = groups.add_parser("release", help="工作台、公众端分开安装时，公开内容以签名文件传送")
    steps = release.add_subparsers(title="步骤", metavar="步骤", required=True)
    key = steps.add_parser("key", help="工作台一侧：显示公钥，填到公众端的 KEPU_RELEASE_KEY")
    key.set_defaults(run=run_key)
    export = steps.add_parser("export", help="工作台一侧：导出现在公开的全部内容")
    export.add_argument("file", metavar="文件")
    export.set_defaults(run=run_export)
    take = steps.add_parser("import", help="公众端一侧：核对签名并导入；文件里没有的内容随即撤下")
    take.add_argument("file", metavar="文件")
    take.set_defaults(run=run_import)


def _refused(reason: object) -> int:
    print(reason, file=sys.stderr)
    return 1


def run_key(_: argparse.Namespace) -> int:
    """Print the public key; the private one is made at the first call and stays in the data folder."""
    start_django()
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up

    from kepu.portal.signing import private_key, public_text  # noqa: PLC0415

    if "desk" not in settings.FACES:
        return _refused("本机没有工作台，密钥在工作台一侧的机器上生成。")
    print(public_text(private_key(Path(settings.VAR) / KEY_FILE)))
    return 0


def run_export(arguments: argparse.Namespace) -> int:
    """Write the file; 1 when refused."""
    start_django()
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up
    from django.utils import timezone  # noqa: PLC0415

    from kepu.people.models import Region  # noqa: PLC0415
    from kepu.portal.signing import private_key  # noqa: PLC0415
    from kepu.portal.verbs import export_released  # noqa: PLC0415

    region = Region.objects.filter(pk=settings.HOME_REGION).first()
    if "desk" not in settings.FACES or region is None:
        return _refused("本机没有工作台，或还没有装入区划，没有可以导出的内容。")
    data, counts = export_released(
        region=region, key=private_key(Path(settings.VAR) / KEY_FILE), at=timezone.now()
    )  # fmt: skip
    path = Path(arguments.file)
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        return _refused(f"写不成 {path}：{error.strerror}")
    print(f"已导出 {path}：{_words(counts)}。请送到公众端，运行 kepu release import。")
    return 0


def run_import(arguments: argparse.Namespace) -> int:
    """Take the file in; 1 when refused."""
    start_django()
    from django.conf import settings  # noqa: PLC0415 -- needs Django set up
    from django.utils import timezone  # noqa: PLC0415

    from kepu.portal.signing import NotSigned, public_key  # noqa: PLC0415
    from kepu.portal.verbs import Refused, import_released  # noqa: PLC0415

    try:
        path = Path(arguments.file)
        if path.stat().st_size > LARGEST:
            return _refused("文件过大，不是公开数据包。")
        keys = [public_key(text) for text in settings.RELEASE_KEYS]
        taken = import_released(data=path.read_bytes(), keys=keys, at=timezone.now())
    except OSError as error:
        return _refused(f"读不出 {arguments.file}：{error.strerror}")
    except ValueError:
        return _refused("KEPU_RELEASE_KEY 不是公钥。请在工作台一侧运行 kepu release key，把显示的一行抄过来。")
    except (NotSigned, Refused) as refused:
        return _refused(f"没有导入：{refused}")
    made = f"{timezone.localtime(taken.made_at):%Y-%m-%d %H:%M}"
    print(f"已导入（生成于{made}）：{_words(taken.counts)}。" if taken.changed else "与现在显示的相同，没有改动。")
    return 0


def _words(counts: dict[str, int]) -> str:
    return "、".join(f"{word}{number}" for word, number in counts.items())
