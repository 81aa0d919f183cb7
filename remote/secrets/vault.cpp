// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/secrets/vault.h"

#include "model/safefile.h"
#include "remote/secrets/generate.h"
#include "remote/secrets/readers.h"
#include "remote/secrets/words.h"

#include <QDir>
#include <QDirIterator>
#include <QStringDecoder>

namespace secrets {

using namespace Qt::StringLiterals;
using model::fail;
using model::Result;
using model::Secret;

namespace {

constexpr qsizetype largest = 64 * 1024;

/// What the record and the file together say of who could read this value.
Keys everReaders(const Known &known, const Readers &file, const Keys &meant)
{
    Keys keys = known.ever;
    keys.insert(known.readers);
    QStringList named = keys.keys() + meant.keys();
    for (const QString &other : file.othersThan(named))
        keys[other] = Words::tr("a key that is not in the fleet (%1)").arg(other);
    return keys;
}

/// Whose key left that mark in the file.
QString whose(const QString &mark, const Keys &keys)
{
    for (auto it = keys.begin(); it != keys.end(); ++it) {
        if (it.key() == mark || markOf(it.key()) == mark)
            return it.value();
    }
    return mark;
}

/// Who lacks it, who has it and should not, and who may know its value, of what is there.
void judge(Entry &entry, const Readers &file, const Known &known,
           const QList<nixgen::Recipient> &meant)
{
    const Keys keys = keysOf(meant), ever = everReaders(known, file, keys);
    for (const nixgen::Recipient &recipient : meant) {
        const bool wasMeant = known.readers.isEmpty() || known.readers.contains(recipient.key);
        if (!file.has(recipient.key) || !wasMeant)
            entry.lacking.append(recipient.who);
    }
    for (const QString &other : file.othersThan(keys.keys()))
        entry.strangers.append(whose(other, ever));
    for (auto it = ever.begin(); it != ever.end(); ++it) {
        if (!keys.contains(it.key()))
            entry.mayKnow.append(entry.secret.readers.contains(it.value())
                                     ? Words::tr("%1 (by its former key)").arg(it.value())
                                     : it.value());
    }
    const bool isRight = entry.lacking.isEmpty() && entry.strangers.isEmpty();
    entry.state = !isRight                  ? State::Reencrypt
                  : entry.mayKnow.isEmpty() ? State::Ready
                                            : State::Rotate;
}

} // namespace

Vault::Vault(const model::Fleet &fleet, const model::Catalog &catalog, QString folder,
             Access access)
    : m_backend(nixgen::secretsBackend(fleet, catalog))
    , m_folder(std::move(folder))
    , m_access(std::move(access))
    , m_operators(nixgen::operatorRecipients(fleet, catalog))
{
    const model::Topology topology = model::resolve(fleet, catalog);
    m_secrets = model::secretsOf(fleet, catalog, topology);
    for (const model::PlacedHost &host : topology.hosts) {
        if (const auto recipient = nixgen::hostRecipient(fleet, catalog, host))
            m_hosts[host.name] = *recipient;
    }
}

QStringList Vault::readerNames(const QString &file) const
{
    QStringList hosts;
    for (const Secret &secret : m_secrets) {
        if (secret.file == file)
            hosts += secret.readers;
    }
    hosts.removeDuplicates();
    return hosts;
}

QList<nixgen::Recipient> Vault::recipientsOf(const QString &file) const
{
    QList<nixgen::Recipient> recipients = m_operators;
    for (const QString &host : readerNames(file)) {
        if (m_hosts.contains(host))
            recipients.append(m_hosts[host]);
    }
    return recipients;
}

QStringList Vault::keylessOf(const QString &file) const
{
    QStringList keyless;
    for (const QString &host : readerNames(file)) {
        if (!m_hosts.contains(host))
            keyless.append(host);
    }
    return keyless;
}

Result<QList<Entry>> Vault::entries() const
{
    const auto record = readRecord(m_folder);
    if (!record)
        return tl::make_unexpected(record.error());
    QList<Entry> entries;
    for (const Secret &secret : m_secrets)
        entries.append(entryOf(secret, *record));
    return entries;
}

Entry Vault::entryOf(const Secret &secret, const Record &record) const
{
    Entry entry{secret, State::ByHand, secret.readers, {}, {}, {}, {}};
    if (secret.file.isEmpty())
        return entry;
    const auto bytes = model::readBytes(m_folder + u'/' + secret.file);
    const bool isThere =
        bytes && *bytes
        && (m_backend != "sops"_L1 || model::namesIn(**bytes).contains(secret.spec.name));
    const QList<nixgen::Recipient> meant = recipientsOf(secret.file);
    for (const nixgen::Recipient &recipient : m_operators)
        entry.readers.append(recipient.who);
    entry.keyless = keylessOf(secret.file);
    entry.state = secret.spec.optional ? State::Optional : State::Missing;
    if (!isThere && bytes)
        return entry;
    const Readers file = bytes ? Readers::of(**bytes) : Readers();
    entry.state = State::Broken;
    if (!file.isKnown())
        return entry;

    judge(entry, file, record.value(secret.id()), meant);
    return entry;
}

Result<Secret> Vault::find(const QString &text) const
{
    QList<Secret> found;
    QStringList ids;
    for (const Secret &secret : m_secrets) {
        if (secret.id() == text)
            return secret;
        if (secret.spec.name == text) {
            found.append(secret);
            ids.append(secret.id());
        }
    }
    if (found.size() == 1)
        return found.first();
    if (!found.isEmpty())
        return fail(u"ambiguous"_s, Words::tr("several hosts have a secret %1").arg(text),
                    Words::tr("say which: %1").arg(ids.join(u", "_s)));
    for (const Secret &secret : m_secrets)
        ids.append(secret.id());
    return fail(u"unknown-secret"_s, Words::tr("the fleet needs no secret \"%1\"").arg(text),
                ids.isEmpty() ? Words::tr("it needs none at all")
                              : Words::tr("it needs %1").arg(ids.join(u", "_s)));
}

QStringList Vault::unused() const
{
    QStringList files;
    if (m_backend == "manual"_L1)
        return files;
    QDirIterator there(m_folder + u"/secrets"_s, {u"*.yaml"_s, u"*.age"_s}, QDir::Files,
                       QDirIterator::Subdirectories);
    while (there.hasNext()) {
        const QString file = QDir(m_folder).relativeFilePath(there.next());
        if (std::ranges::none_of(m_secrets,
                                 [&](const Secret &secret) { return secret.file == file; }))
            files.append(file);
    }
    files.sort();
    return files;
}

Result<void> Vault::check(const Secret &secret, const Plaintext &value) const
{
    if (secret.file.isEmpty())
        return fail(
            u"by-hand"_s, Words::tr("the secrets of this fleet are put on the hosts by hand"),
            Words::tr(
                "choose secrets: {backend: sops} or {backend: agenix} to have them encrypted"));
    if (!hasOperators())
        return fail(
            u"no-operator"_s,
            Words::tr("nobody could ever change these secrets: the fleet names no operator's key"),
            Words::tr("put your own public key, age1… or the line of "
                      "~/.ssh/id_ed25519.pub, under secrets: {operators: […]}"));
    if (value.isEmpty())
        return fail(u"no-value"_s, Words::tr("%1 would be empty").arg(secret.id()),
                    Words::tr("give it a value"));
    if (value.size() > largest)
        return fail(u"too-large"_s, Words::tr("%1 would have %2 bytes; a secret has at most %3")
                                        .arg(secret.id())
                                        .arg(value.size())
                                        .arg(largest));
    if (!value.view().isValidUtf8() || value.view().contains('\0'))
        return fail(u"no-text"_s,
                    Words::tr("the value for %1 is no text in UTF-8").arg(secret.id()),
                    Words::tr("encode it, for example as base64"));
    return {};
}

Result<QString> Vault::put(const Secret &secret, const Plaintext &value)
{
    if (const auto fine = check(secret, value); !fine)
        return tl::make_unexpected(fine.error());
    const auto part = secret.spec.publicField.isEmpty()
                          ? Result<QString>(QString())
                          : publicPart(secret.spec.form, value.view());
    if (!part)
        return fail(part.error().code, u"%1: %2"_s.arg(secret.id(), part.error().message),
                    part.error().hint);
    if (const auto done = store(secret, value); !done)
        return tl::make_unexpected(done.error());
    return part;
}

Result<void> Vault::store(const Secret &secret, const Plaintext &value)
{
    const QString path = m_folder + u'/' + secret.file;
    const auto before = model::readBytes(path);
    if (!before)
        return tl::make_unexpected(before.error());
    if (m_backend != "sops"_L1)
        return write(secret.file, value, *before, secret.id());
    Plaintext others;
    if (*before) {
        auto opened = decrypt(m_backend, path, m_access);
        if (!opened)
            return tl::make_unexpected(opened.error());
        others = std::move(*opened);
    }
    return write(secret.file, withValue(others, secret.spec.name, value.view()), *before,
                 secret.id());
}

Result<QString> Vault::make(const Secret &secret)
{
    if (secret.spec.form.isEmpty())
        return fail(u"not-generated"_s,
                    Words::tr("%1 cannot be made here: it comes from elsewhere").arg(secret.id()),
                    Words::tr("set it: %1").arg(secret.spec.help));
    const auto made = fresh(secret.spec.form);
    if (!made)
        return tl::make_unexpected(made.error());
    return put(secret, made->value);
}

Result<void> Vault::reencrypt(const QString &file)
{
    const QString path = m_folder + u'/' + file;
    const auto before = model::readBytes(path);
    if (!before)
        return tl::make_unexpected(before.error());
    if (!*before || !hasOperators())
        return fail(
            u"no-operator"_s, Words::tr("%1 cannot be encrypted anew").arg(file),
            Words::tr("it must be there, and secrets: {operators: […]} must name your key"));
    const auto plain = decrypt(m_backend, path, m_access);
    if (!plain)
        return tl::make_unexpected(plain.error());
    return write(file, *plain, *before, {});
}

/// The record goes first: should the file then fail, it says too much of who may know a value,
/// never too little.
Result<void> Vault::write(const QString &file, const Plaintext &plain,
                          const std::optional<QByteArray> &before, const QString &renewed)
{
    const QList<nixgen::Recipient> recipients = recipientsOf(file);
    const Keys keys = keysOf(recipients);
    auto record = readRecord(m_folder);
    if (!record)
        return tl::make_unexpected(record.error());
    const auto encrypted = encrypt(m_backend, plain, keys.keys());
    if (!encrypted)
        return tl::make_unexpected(encrypted.error());
    const Readers readers = before ? Readers::of(*before) : Readers();
    for (const Secret &secret : m_secrets) {
        if (secret.file != file)
            continue;
        Known &known = (*record)[secret.id()];
        known.ever = secret.id() == renewed ? Keys() : everReaders(known, readers, keys);
        known.ever.insert(keys);
        known.readers = keys;
    }
    if (const auto written = writeRecord(m_folder, *record); !written)
        return written;
    const QString path = m_folder + u'/' + file;
    QDir().mkpath(QFileInfo(path).absolutePath());
    model::SafeWrite how;
    how.backup = false;
    how.expected = before;
    return model::writeSafely(path, *encrypted, how);
}

} // namespace secrets
