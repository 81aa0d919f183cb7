// SPDX-License-Identifier: GPL-3.0-or-later
// Fetching images on a host, run for real under dash with a stand-in for podman: what can be fetched
// is, what is there will do, and by what each can be pinned is told.
#include "remote/deploylog.h"
#include "tests/remote/fakehost.h"

#include <QTest>

using namespace Qt::StringLiterals;
using tests::FakeHost;

namespace {

/// Knows a/new (can be fetched), b/old (only a copy is there) and nothing else.
const QByteArray podman = R"sh(#!/bin/sh
for image; do :; done
case "$1 $2 $image" in
"pull "*" a/new") exit 0 ;;
"pull "*) echo "cannot reach the registry" >&2; exit 125 ;;
"image inspect a/new" | "image inspect b/old")
    case $* in
    *RepoDigests*) echo "docker.io/$image@sha256:@D@" ;;
    esac
    exit 0 ;;
esac
exit 125
)sh";

const QString digest = QString(64, u'd');

} // namespace

class TestImages : public QObject
{
    Q_OBJECT

    /// The log of the job and how it ended.
    static std::pair<QString, QByteArray> fetch(FakeHost &host, const QStringList &images)
    {
        host.call(u"lock"_s, {u"one"_s, u"anna@desk"_s});
        host.write(u"nix/store/new/sw/bin/podman"_s, QByteArray(podman).replace("@D@", digest.toLatin1()), true);
        host.link(host.system(u"new"_s), u"var/lib/switchyard/d/one/new"_s);
        const auto started = host.call(u"images"_s, QStringList{u"one"_s, u"30"_s} + images);
        const QString rc = u"var/lib/switchyard/d/one/images.rc"_s;
        if (!QTest::qWaitFor([&] { return !host.file(rc).isEmpty(); }, 20000))
            QTest::qFail("the job does not end", __FILE__, __LINE__);
        return {QString::fromUtf8(host.call(u"follow"_s, {u"one"_s, u"images"_s, u"0"_s}).data()), host.file(rc)};
    }

private slots:
    void tellsByWhatTheyCanBePinned()
    {
        FakeHost host;
        const auto [log, rc] = fetch(host, {u"a/new"_s, u"b/old"_s});
        QCOMPARE(rc, "0");
        QList<remote::SeenImage> seen;
        for (const QString &line : log.split(u'\n')) {
            if (const auto image = remote::seenImage(line))
                seen += *image;
        }
        const QList<remote::SeenImage> expected{{u"a/new"_s, u"sha256:"_s + digest}, {u"b/old"_s, u"sha256:"_s + digest}};
        QVERIFY2(seen == expected, qPrintable(log));
        QVERIFY2(log.contains(u"the copy on this host will do"_s), qPrintable(log));
    }

    void whatIsNowhereFails()
    {
        FakeHost host;
        const auto [log, rc] = fetch(host, {u"c/gone"_s, u"a/new"_s});
        QCOMPARE(rc, "1");
        QVERIFY2(log.contains(u"cannot fetch image c/gone"_s) && !log.contains(u"sha256:"_s), qPrintable(log));
    }

    void otherLinesTellNone()
    {
        QVERIFY(!remote::seenImage(u"fetching image 1/2 a/new"_s));
        QVERIFY(!remote::seenImage(u"image a/new is sha256:abc"_s));
        QVERIFY(!remote::seenImage(u"error: image a/new is sha256:"_s + digest));
    }
};

QTEST_GUILESS_MAIN(TestImages)
#include "tst_scripts_images.moc"
