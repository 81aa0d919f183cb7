// SPDX-License-Identifier: GPL-3.0-or-later
// Fresh secrets have the form that the catalog gives them, are never the same, and WireGuard's own program agrees on its keys.
#include "remote/secrets/generate.h"

#include "model/catalog.h"

#include <QProcess>
#include <QRegularExpression>
#include <QSet>
#include <QStandardPaths>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

QByteArray of(const QString &form)
{
    const auto made = secrets::fresh(form);
    return made ? made->value.view().toByteArray() : QByteArray("none");
}

bool matches(const QByteArray &value, const QString &pattern)
{
    return QRegularExpression(u"\\A(?:%1)\\z"_s.arg(pattern)).match(QString::fromUtf8(value)).hasMatch();
}

QByteArray wg(const QString &verb, const QByteArray &input)
{
    QProcess process;
    process.start(u"wg"_s, {verb});
    process.write(input);
    process.closeWriteChannel();
    process.waitForFinished();
    return process.readAllStandardOutput().trimmed();
}

size_t g_returned = 0, g_dirty = 0;

/// Looks at memory that is given back.
struct Watching : std::allocator<char>
{
    void deallocate(char *memory, size_t count)
    {
        g_returned += count;
        g_dirty += size_t(std::count(memory, memory + count, 's'));
        std::allocator<char>::deallocate(memory, count);
    }
};

} // namespace

class TestFresh : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void forms();
    void allDiffer();
    void badForms();
    void theCatalogsForms();
    void wireguardKeys();
    void ed25519Keys();
    void wipes();
};

void TestFresh::forms()
{
    QVERIFY(matches(of(u"{hex:32}"_s), u"[0-9a-f]{64}"_s));
    QVERIFY(matches(of(u"{password:24}"_s), u"[0-9a-zA-Z]{24}"_s));
    QVERIFY(matches(of(u"A={hex:1}\nB={password:2}\n"_s), u"A=[0-9a-f]{2}\nB=[0-9a-zA-Z]{2}\n"_s));
    QCOMPARE(of(u"# nothing random\n"_s), "# nothing random\n");
}

void TestFresh::allDiffer()
{
    QSet<QByteArray> seen, signs;
    for (int i = 0; i < 1000; ++i) {
        const QByteArray value = of(u"{password:24}"_s);
        seen.insert(value);
        for (const char c : value)
            signs.insert(QByteArray(1, c));
    }
    QCOMPARE(seen.size(), 1000);
    QCOMPARE(signs.size(), 32);
}

void TestFresh::badForms()
{
    for (const QString &form : {u"{hex}"_s, u"{hex:0}"_s, u"{hex:-3}"_s, u"{date}"_s, u"{hex:2"_s, u"{}"_s})
        QCOMPARE(secrets::fresh(form).error().code, u"bad-form"_s);
}

void TestFresh::theCatalogsForms()
{
    int generated = 0;
    for (const model::Kind &kind : model::Catalog::builtIn().kinds()) {
        for (const model::SecretSpec &secret : kind.secrets) {
            if (secret.source != "generate"_L1)
                continue;
            const auto made = secrets::fresh(secret.form);
            QVERIFY2(made && !made->value.isEmpty(), qPrintable(secret.name));
            QCOMPARE(made->publicPart.isEmpty(), secret.publicField.isEmpty());
            ++generated;
        }
    }
    QVERIFY(generated >= 4);
}

void TestFresh::wireguardKeys()
{
    const auto made = secrets::fresh(u"{wireguard}"_s);
    QVERIFY(made);
    QCOMPARE(made->value.size(), 44);
    QCOMPARE(secrets::wireguardPublicKey(made->value.view()), made->publicPart);
    QCOMPARE(secrets::wireguardPublicKey("short"), QString());
    QCOMPARE(secrets::wireguardPublicKey(QByteArray(44, '!')), QString());
    if (QStandardPaths::findExecutable(u"wg"_s).isEmpty())
        QSKIP("wg is not installed: nobody to compare the keys with");
    QCOMPARE(QString::fromLatin1(wg(u"pubkey"_s, made->value.view().toByteArray())), made->publicPart);
    const QByteArray theirs = wg(u"genkey"_s, {});
    QCOMPARE(secrets::wireguardPublicKey(theirs).toLatin1(), wg(u"pubkey"_s, theirs));
}

/// What a growing text leaves behind, and what it holds at its end, is overwritten before it is given back.
/// openssl reads the key, and says the same of its public half.
void TestFresh::ed25519Keys()
{
    const auto made = secrets::fresh(u"{ed25519}"_s);
    QVERIFY(made);
    const QByteArray pem = made->value.view().toByteArray();
    QVERIFY(matches(made->publicPart.toUtf8(), u"[0-9a-f]{64}"_s));
    QCOMPARE(secrets::ed25519PublicKey(pem), made->publicPart);
    for (const QByteArray &damaged : {pem.chopped(1), QByteArray(pem).replace("MC4C", "MC4D"), QByteArray("PEM")})
        QCOMPARE(secrets::ed25519PublicKey(damaged), QString());
    if (QStandardPaths::findExecutable(u"openssl"_s).isEmpty())
        return;
    QProcess openssl;
    openssl.start(u"openssl"_s, {u"pkey"_s, u"-pubout"_s, u"-outform"_s, u"DER"_s});
    openssl.write(pem);
    openssl.closeWriteChannel();
    QVERIFY(openssl.waitForFinished());
    QCOMPARE(openssl.readAllStandardOutput().right(32).toHex(), made->publicPart.toLatin1());
}

void TestFresh::wipes()
{
    g_returned = g_dirty = 0;
    {
        std::vector<char, secrets::WipingAllocator<Watching>> text;
        for (int i = 0; i < 1000; ++i)
            text.push_back('s');
    }
    QVERIFY(g_returned > 1000);
    QCOMPARE(g_dirty, size_t(0));

    secrets::Plaintext plain(QByteArray(64, 's'));
    const char *where = plain.view().data();
    const secrets::Plaintext moved = std::move(plain);
    QVERIFY(moved.view().data() == where); // no copy was made
}

QTEST_APPLESS_MAIN(TestFresh)
#include "tst_fresh.moc"
