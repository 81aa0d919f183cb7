// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/agekey.h"

#include <QTest>

using namespace Qt::StringLiterals;

class AgeKeyTest : public QObject
{
    Q_OBJECT

private slots:
    /// The first pair as ssh-to-age makes it, the second computed by another program.
    void recipients_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("recipient");
        QTest::newRow("one")
            << u"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICYvKXGcG4a19tTT0Rycbn+D0r/YlKltLJ9dY2gR/Fjx a@b"_s
            << u"age18s8m9hvlrwvltgys4lafyyqe356ntc7e06t4kd2nccqm5amsaa2s878mju"_s;
        QTest::newRow("two")
            << u"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICFrs5OngYGD5FHUaYqr3gAk7NApAuFCL3cVaHLSWRXL"_s
            << u"age1wy42r2p2c67ckywgq8xj7ejf6eykqfu623wktxeh729rtagu4fkqkvsudc"_s;
    }

    void recipients()
    {
        QFETCH(QString, key);
        QFETCH(QString, recipient);
        QCOMPARE(nixgen::ageRecipient(key), std::optional(recipient));
    }

    void refused_data()
    {
        QTest::addColumn<QString>("key");
        for (const QString &key :
             {u""_s, u"ssh-ed25519"_s, u"ssh-ed25519 AAAA_REPLACE_ME you@laptop"_s,
              u"ssh-ed25519 AAAA"_s,
              u"ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAICYvKXGcG4a19tTT0Rycbn+D0r/YlKltLJ9dY2gR/Fjx"_s,
              u"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICYvKXGcG4a19tTT0Rycbn+D0r/YlKltLJ9dY2gR"_s})
            QTest::newRow(qPrintable(u'"' + key + u'"')) << key;
    }

    void refused()
    {
        QFETCH(QString, key);
        QVERIFY(!nixgen::ageRecipient(key));
    }

    /// RFC 7748: y = 4/5 of the base point becomes u = 9; y = 1 has no counterpart, y = -1 becomes
    /// 0.
    void points()
    {
        QCOMPARE(nixgen::montgomeryPoint(QByteArray("\x58") + QByteArray(31, '\x66')),
                 std::optional(QByteArray("\x09") + QByteArray(31, '\0')));
        QVERIFY(!nixgen::montgomeryPoint(QByteArray("\x01") + QByteArray(31, '\0')));
        QCOMPARE(nixgen::montgomeryPoint(QByteArray("\xec") + QByteArray(30, '\xff') + '\x7f'),
                 std::optional(QByteArray(32, '\0')));
    }

    void bech32() { QCOMPARE(nixgen::bech32("a", {}), u"a12uel5l"_s); } // from BIP 173
};

QTEST_GUILESS_MAIN(AgeKeyTest)
#include "tst_agekey.moc"
