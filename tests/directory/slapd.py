"""An OpenLDAP server of one's own in a temporary folder, gone when it is closed."""

import contextlib
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from tests.makers.small_directory import PASSWORD, SECRET

BASE = "dc=example,dc=org"
PEOPLE = f"ou=people,{BASE}"
SERVICE = f"cn=reviewroom,ou=services,{BASE}"
CHIEFS = f"cn=chiefs,ou=groups,{BASE}"

# A server that is as generous as one can be set: it takes binds without a password, as nobody.
_CONF = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
pidfile {folder}/slapd.pid
modulepath {modules}
moduleload back_mdb
moduleload memberof
moduleload ppolicy
allow bind_anon_cred bind_anon_dn
TLSCACertificateFile {authority}
TLSCertificateFile {papers}
TLSCertificateKeyFile {papers}
access to attrs=userPassword by anonymous auth by * none
access to dn.subtree="{people}" by dn.exact="{service}" read by self read by * none
access to dn.subtree="ou=groups,{base}" by users read by * none
access to * by users read by * none
database mdb
maxsize 10485760
suffix "{base}"
directory {folder}/data
index uid eq
index objectClass eq
overlay memberof
overlay ppolicy
ppolicy_default "cn=policy,{base}"
"""

_ENTRIES = """
dn: {base}
objectClass: dcObject
objectClass: organization
o: house
dc: example

dn: {people}
objectClass: organizationalUnit
ou: people

dn: ou=other,{people}
objectClass: organizationalUnit
ou: other

dn: ou=services,{base}
objectClass: organizationalUnit
ou: services

dn: ou=groups,{base}
objectClass: organizationalUnit
ou: groups

dn: {service}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: reviewroom
userPassword: {secret}

dn: cn=policy,{base}
objectClass: organizationalRole
objectClass: pwdPolicy
cn: policy
pwdAttribute: userPassword
pwdLockout: TRUE
pwdMustChange: TRUE
"""

_GROUP = """
dn: {name}
objectClass: groupOfNames
cn: chiefs
member: {member}
"""

_PERSON = """
dn: {name}
objectClass: inetOrgPerson
uid: {uid}
cn: {uid}
sn: {uid}
employeeType: {kind}
userPassword: {password}
{more}
"""


def program() -> str | None:
    """Return the server's program; None where there is none."""
    return shutil.which("slapd", path="/usr/sbin:/usr/local/sbin:/usr/local/libexec:/usr/bin")


def _modules() -> str:
    places = [Path("/usr/lib/ldap"), Path("/usr/lib64/openldap"), Path("/usr/lib/openldap")]
    return str(next((place for place in places if place.is_dir()), places[0]))


def person(uid: str, *, below: str = PEOPLE, kind: str = "officer", more: str = "") -> str:
    """Return an entry, as LDIF."""
    name = f"uid={uid},{below}"
    return _PERSON.format(name=name, uid=uid, kind=kind, password=PASSWORD, more=more)


class Slapd:
    """Made with some people, started, killed and started again."""

    def __init__(self, folder: Path, *, papers: Path, authority: Path) -> None:
        found = program()
        if found is None:
            raise FileNotFoundError("there is no slapd here; apt-get install slapd")
        self._program, self._conf = found, folder / "slapd.conf"
        (folder / "data").mkdir()
        text = _CONF.format(
            folder=folder,
            modules=_modules(),
            authority=authority,
            papers=papers,
            people=PEOPLE,
            service=SERVICE,
            base=BASE,
        )
        self._conf.write_text(text, encoding="utf-8")
        entries = [
            _ENTRIES.format(base=BASE, people=PEOPLE, service=SERVICE, secret=SECRET),
            person("li", more=f"memberOf: {CHIEFS}"),
            person("wang"),
            person("left", kind="left"),
            person("locked", more="pwdAccountLockedTime: 000001010000Z"),
            person("new", more="pwdReset: TRUE"),
            person("twice"),
            person("twice", below=f"ou=other,{PEOPLE}"),
            _GROUP.format(name=CHIEFS, member=f"uid=li,{PEOPLE}"),
        ]
        self._tool("slapadd", "\n".join(entries))
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.start()

    def start(self) -> None:
        """Start the server and wait until it listens."""
        self._process = subprocess.Popen(  # noqa: S603 - our own words
            [self._program, "-f", str(self._conf), "-h", f"ldaps://127.0.0.1:{self.port}/", "-d0"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        ends = time.monotonic() + 20.0
        while time.monotonic() < ends:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", self.port), timeout=1.0).close()
                return
            time.sleep(0.05)
        raise TimeoutError("slapd does not listen")

    def freeze(self) -> None:
        """Let the server accept, by the kernel's hand, and never answer."""
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        """End the server."""
        self.thaw()
        self._process.terminate()
        self._process.wait(timeout=20)

    def close(self) -> None:
        """End it for good; the folder is the test's."""
        if self._process.poll() is None:
            self.kill()

    def _tool(self, name: str, text: str) -> None:
        tool = str(Path(self._program).with_name(name))
        done = subprocess.run(  # noqa: S603 - our own words
            [tool, "-f", str(self._conf), "-v"],
            input=text,
            text=True,
            check=False,
            capture_output=True,
            timeout=60,
        )
        if done.returncode:
            raise ValueError(f"{name}: {done.stderr}")
