// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/sshtrust.h"

#include "remote/words.h"

#include <libssh/libssh.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <memory>

namespace remote {

using namespace Qt::StringLiterals;

namespace {

struct FreeKey
{
    void operator()(ssh_key_struct *key) const { ssh_key_free(key); }
};
using Key = std::unique_ptr<ssh_key_struct, FreeKey>;

Key offeredKey(ssh_session session)
{
    ssh_key key = nullptr;
    return Key(ssh_get_server_publickey(session, &key) == SSH_OK ? key : nullptr);
}

Key parseKey(const QString &line)
{
    const QStringList words = line.simplified().split(u' ');
    if (words.size() < 2)
        return {};
    const ssh_keytypes_e type = ssh_key_type_from_name(words.at(0).toLatin1().constData());
    ssh_key key = nullptr;
    if (type == SSH_KEYTYPE_UNKNOWN
        || ssh_pki_import_pubkey_base64(words.at(1).toLatin1().constData(), type, &key) != SSH_OK)
        return {};
    return Key(key);
}

QString fingerprint(const ssh_key_struct *key)
{
    unsigned char *hash = nullptr;
    size_t size = 0;
    if (!key)
        return {};
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): libssh's older signature takes the key
    // without const
    const auto plain = const_cast<ssh_key>(key);
    if (ssh_get_publickey_hash(plain, SSH_PUBLICKEY_HASH_SHA256, &hash, &size) != SSH_OK)
        return {};
    char *text = ssh_get_fingerprint_hash(SSH_PUBLICKEY_HASH_SHA256, hash, size);
    const QString result = QString::fromLatin1(text);
    ssh_string_free_char(text);
    ssh_clean_pubkey_hash(&hash);
    return result;
}

HostKeyQuestion questionOf(ssh_session session, const SshTarget &target)
{
    HostKeyQuestion question;
    question.host = target.host;
    char *address = nullptr;
    ssh_options_get(session, SSH_OPTIONS_HOST, &address);
    question.address = QString::fromUtf8(address);
    ssh_string_free_char(address);
    unsigned port = 22;
    ssh_options_get_port(session, &port);
    question.port = quint16(port);
    const Key key = offeredKey(session);
    question.keyType = QString::fromLatin1(ssh_key_type_to_char(ssh_key_type(key.get())));
    question.fingerprint = fingerprint(key.get());
    return question;
}

SshError changed(HostKeyQuestion question, const QString &known, const QString &where)
{
    question.changed = true;
    question.knownFingerprint = known;
    SshError error;
    error.failure = SshFailure::HostKeyChanged;
    error.host = question.host;
    error.message =
        Words::tr("the host key of %1 (%2 port %3) changed: it was %4, now it is %5")
            .arg(question.host, question.address, QString::number(question.port),
                 known.isEmpty() ? Words::tr("of another type") : known, question.fingerprint);
    error.hint = Words::tr("somebody may be in between. If the machine was set up anew, take the "
                           "old key out of %1 and connect again")
                     .arg(where);
    error.question = question;
    return error;
}

SshError unknown(const HostKeyQuestion &question)
{
    SshError error;
    error.failure = SshFailure::HostKeyUnknown;
    error.host = question.host;
    error.message = Words::tr("the host key of %1 (%2 port %3) is not known: %4 %5")
                        .arg(question.host, question.address, QString::number(question.port),
                             question.keyType, question.fingerprint);
    error.hint = Words::tr("compare the fingerprint with the one the machine shows (ssh-keygen -lf "
                           "/etc/ssh/ssh_host_ed25519_key.pub) and accept it");
    error.question = question;
    return error;
}

/// The file of this session: the given one, else what ~/.ssh/config says, else the usual one.
QString knownHostsFile(ssh_session session)
{
    char *file = nullptr;
    if (ssh_options_get(session, SSH_OPTIONS_KNOWNHOSTS, &file) != SSH_OK)
        return QDir::homePath() % u"/.ssh/known_hosts"_s;
    const QString result = QFile::decodeName(file);
    ssh_string_free_char(file);
    return result;
}

/// Of the key that known_hosts has for this host; of the same type as the offered one where it has
/// several.
QString knownFingerprint(const HostKeyQuestion &question, const QString &knownHosts)
{
    const QByteArray plain = question.address.toUtf8();
    const QByteArray withPort = '[' + plain + "]:" + QByteArray::number(question.port);
    QString found;
    for (const QString &name : {knownHosts, u"/etc/ssh/ssh_known_hosts"_s}) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        while (!file.atEnd()) {
            const QByteArray line = file.readLine(1 << 16);
            ssh_knownhosts_entry *entry = nullptr;
            if (ssh_known_hosts_parse_line((question.port == 22 ? plain : withPort).constData(),
                                           line.constData(), &entry)
                != SSH_OK)
                continue;
            const bool sameType =
                question.keyType
                == QLatin1StringView(ssh_key_type_to_char(ssh_key_type(entry->publickey)));
            if (sameType || found.isEmpty())
                found = fingerprint(entry->publickey);
            ssh_knownhosts_entry_free(entry);
            if (sameType)
                return found;
        }
    }
    return found;
}

std::optional<SshError> checkPinned(const HostKeyQuestion &question, const SshTarget &target)
{
    const QString pinned = fingerprintOf(target.hostKey);
    if (!pinned.isEmpty() && pinned == question.fingerprint)
        return std::nullopt;
    if (!pinned.isEmpty())
        return changed(question, pinned, Words::tr("the fleet file (host-key)"));
    SshError error;
    error.failure = SshFailure::BadTarget;
    error.host = target.host;
    error.message =
        Words::tr("the host-key of %1 in the fleet file is no public key that SSH can read")
            .arg(target.host);
    error.hint = Words::tr("it looks like `ssh-ed25519 AAAA…`; the machine's own is in "
                           "/etc/ssh/ssh_host_ed25519_key.pub");
    return error;
}

} // namespace

QString offeredFingerprint(ssh_session_struct *session)
{
    return fingerprint(offeredKey(session).get());
}

QString fingerprintOf(const QString &publicKey)
{
    return fingerprint(parseKey(publicKey).get());
}

QByteArray algorithmsFor(const QString &pinnedKey)
{
    const QByteArray type = pinnedKey.simplified().section(u' ', 0, 0).toLatin1();
    return type == "ssh-rsa" ? "rsa-sha2-512,rsa-sha2-256" : type;
}

std::optional<SshError> checkHostKey(ssh_session_struct *session, const SshTarget &target,
                                     const SshSettings &settings)
{
    const HostKeyQuestion question = questionOf(session, target);
    if (!target.hostKey.isEmpty())
        return checkPinned(question, target);

    const QString file = knownHostsFile(session);
    switch (ssh_session_is_known_server(session)) {
    case SSH_KNOWN_HOSTS_OK:
        return std::nullopt;
    case SSH_KNOWN_HOSTS_CHANGED:
    case SSH_KNOWN_HOSTS_OTHER:
        return changed(question, knownFingerprint(question, file), file);
    case SSH_KNOWN_HOSTS_NOT_FOUND:
    case SSH_KNOWN_HOSTS_UNKNOWN:
    case SSH_KNOWN_HOSTS_ERROR:
        break;
    }
    if (question.fingerprint.isEmpty()
        || !settings.acceptedFingerprints.contains(question.fingerprint))
        return unknown(question);
    if (const auto remembered = rememberHostKey(session, file); !remembered) {
        SshError error = unknown(question);
        error.message = remembered.error().message;
        error.hint = remembered.error().hint;
        return error;
    }
    return std::nullopt;
}

model::Result<void> rememberHostKey(ssh_session_struct *session, const QString &file)
{
    const auto cannot = [&file](const QString &why) {
        return model::fail(u"known-hosts"_s,
                           Words::tr("cannot add the host key to %1: %2").arg(file, why),
                           Words::tr("make the file writable, or name another known_hosts file"));
    };
    const QFileInfo info(file);
    if (!info.dir().exists()
        && !QDir().mkdir(info.absolutePath(),
                         QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
        return cannot(Words::tr("its folder cannot be made"));

    char *entry = nullptr;
    if (ssh_session_export_known_hosts_entry(session, &entry) != SSH_OK)
        return cannot(QString::fromUtf8(ssh_get_error(session)));
    const QByteArray line = entry;
    ssh_string_free_char(entry);

    QFile out(file);
    if (!out.open(QIODevice::ReadWrite | QIODevice::Append, QFile::ReadOwner | QFile::WriteOwner))
        return cannot(out.errorString());
    QByteArray text = line.trimmed() + '\n';
    if (out.size() > 0 && out.seek(out.size() - 1) && out.read(1) != "\n")
        text.prepend('\n');
    if (out.write(text) != text.size() || !out.flush())
        return cannot(out.errorString());
    return {};
}

} // namespace remote
