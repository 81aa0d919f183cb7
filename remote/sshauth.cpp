// SPDX-License-Identifier: GPL-3.0-or-later
#include "remote/sshauth.h"

#include "remote/words.h"

#include <libssh/libssh.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace remote {

using namespace Qt::StringLiterals;

struct SshAuth::Key
{
    ssh_key key = nullptr;
    ~Key() { ssh_key_free(key); }
};

SshAuth::SshAuth(ssh_session_struct *session, const SshSettings &settings)
    : m_session(session)
    , m_fromFile(!settings.identityFile.isEmpty())
    , m_useConfig(settings.useConfig)
{
    if (m_fromFile)
        loadIdentity(settings.identityFile);
}

SshAuth::~SshAuth() = default;

void SshAuth::loadIdentity(const QString &given)
{
    const QString file = given.startsWith(u"~/") ? QDir::homePath() % given.mid(1) : given;
    if (!QFileInfo(file).isReadable()) {
        m_problem = Words::tr("the key file %1 cannot be read").arg(file);
        m_state = State::Refused;
        return;
    }
    auto key = std::make_unique<Key>();
    const QByteArray name = QFile::encodeName(file);
    if (ssh_pki_import_privkey_file(name.constData(), nullptr, nullptr, nullptr, &key->key)
        != SSH_OK) {
        // A passphrase is the agent's business: without a key in hand, attempt() asks the agent.
        m_problem = Words::tr("the key file %1 has a passphrase or is no private key, and the "
                              "agent had no key that is accepted")
                        .arg(file);
        return;
    }
    ssh_key certificate = nullptr;
    if (ssh_pki_import_cert_file(QByteArray(name + "-cert.pub").constData(), &certificate)
        == SSH_OK) {
        ssh_pki_copy_cert_to_privkey(certificate, key->key);
        ssh_key_free(certificate);
    }
    m_key = std::move(key);
}

int SshAuth::attempt()
{
    if (m_key)
        return ssh_userauth_publickey(m_session, nullptr, m_key->key);
    return m_fromFile ? ssh_userauth_agent(m_session, nullptr)
                      : ssh_userauth_publickey_auto(m_session, nullptr, nullptr);
}

SshAuth::State SshAuth::step()
{
    if (m_state != State::Trying)
        return m_state;
    switch (attempt()) {
    case SSH_AUTH_AGAIN:
        break;
    case SSH_AUTH_SUCCESS:
        m_state = State::Done;
        break;
    case SSH_AUTH_PARTIAL:
        m_state = State::Refused;
        m_problem = Words::tr("our key is accepted, but the host asks for more than a key");
        break;
    default:
        m_state = State::Refused;
        if (m_problem.isEmpty())
            m_problem = m_key ? Words::tr("our key is not accepted")
                              : Words::tr("no key of the agent or of ~/.ssh is accepted");
    }
    return m_state;
}

QString SshAuth::hint() const
{
    QString hint = Words::tr("add your public key to the account on the host (deploy: keys: in the "
                             "fleet file), load it with ssh-add, or name it with --identity");
    QFile config(QDir::homePath() % u"/.ssh/config");
    if (m_useConfig && config.open(QIODevice::ReadOnly)) {
        const QStringList ignored = ignoredKeywords(config.read(1 << 20));
        if (!ignored.isEmpty())
            hint += Words::tr(" (~/.ssh/config uses %1, which is not followed here)")
                        .arg(ignored.join(u", "_s));
    }
    return hint;
}

QStringList ignoredKeywords(const QByteArray &config)
{
    static const QStringList keywords{
        u"IdentitiesOnly"_s,      u"CertificateFile"_s,          u"HostKeyAlias"_s,
        u"AddKeysToAgent"_s,      u"PreferredAuthentications"_s, u"AddressFamily"_s,
        u"PKCS11Provider"_s,      u"SecurityKeyProvider"_s,      u"KnownHostsCommand"_s,
        u"CanonicalizeHostname"_s};
    QStringList found;
    for (const QByteArray &line : config.split('\n')) {
        const QString word = QString::fromLatin1(line.trimmed())
                                 .section(u' ', 0, 0)
                                 .section(u'\t', 0, 0)
                                 .section(u'=', 0, 0);
        for (const QString &keyword : keywords)
            if (word.compare(keyword, Qt::CaseInsensitive) == 0 && !found.contains(keyword))
                found << keyword;
    }
    return found;
}

} // namespace remote
