// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/help/doctor.h"

#include "gui/derived.h"
#include "gui/design/highlight.h"
#include "gui/fonts.h"
#include "gui/window.h"

#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QLocalSocket>
#include <QScreen>
#include <QSettings>
#include <QStyle>
#include <QSysInfo>
#include <QTimeZone>

using namespace Qt::StringLiterals;

namespace gui {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Doctor", text);
}

Finding agent()
{
    const QString path = qEnvironmentVariable("SSH_AUTH_SOCK");
    if (path.isEmpty())
        return {false, tr("SSH agent"), tr("SSH_AUTH_SOCK names none: only keys without passphrase work. Start one with ssh-agent and add your key with ssh-add")};
    QLocalSocket socket;
    socket.connectToServer(path);
    const bool answers = socket.waitForConnected(300);
    return {answers, tr("SSH agent"), answers ? tr("answers") : tr("SSH_AUTH_SOCK names one that does not answer. Start another with ssh-agent")};
}

Finding file(const QString &title, const QString &path, const QString &otherwise)
{
    const bool there = QFileInfo::exists(path);
    return {true, title, there ? tr("is there") : otherwise}; // one can do without
}

QString platformAndStyle()
{
    QStringList names{QGuiApplication::platformName(), QApplication::style()->objectName()};
    names.removeAll(QString()); // a style of our own has none
    return names.join(u", "_s);
}

QString screens()
{
    QStringList texts;
    for (const QScreen *screen : QGuiApplication::screens())
        texts.append(tr("%1×%2 at %3 %").arg(screen->size().width()).arg(screen->size().height()).arg(qRound(screen->devicePixelRatio() * 100)));
    return texts.join(u", "_s);
}

} // namespace

QList<Finding> examine(Window &window)
{
    const QFont interface = QApplication::font();
    const QString fixed = QFontInfo(fixedFont()).family();
    const QSettings settings;
    const model::Topology &topology = window.derived().topology();
    qsizetype errors = 0;
    for (const model::Diagnostic &d : window.derived().diagnostics())
        errors += d.severity == model::Severity::Error;
    return {
        {true, u"Switchyard"_s, QCoreApplication::applicationVersion()},
        {true, u"Qt"_s, tr("%1, built with %2").arg(QString::fromLatin1(qVersion()), QStringLiteral(QT_VERSION_STR))},
        {true, tr("System"), QSysInfo::prettyProductName() + u", "_s + QSysInfo::kernelType() + u' ' + QSysInfo::kernelVersion() + u", "_s + QSysInfo::currentCpuArchitecture()},
        {true, tr("Platform"), platformAndStyle()},
        {true, tr("Screens"), screens()},
        {QFontInfo(interface).family() != QString(), tr("Font"), u"%1 %2 pt"_s.arg(QFontInfo(interface).family()).arg(QFontInfo(interface).pointSizeF())},
        {QFontInfo(fixedFont()).fixedPitch(), tr("Code font"), fixed},
        {Highlight::isAvailable(), tr("Highlighting"), Highlight::isAvailable() ? tr("KSyntaxHighlighting") : tr("built without KSyntaxHighlighting: plain text")},
        {true, tr("Language and time"), QLocale().name() + u", "_s + QString::fromLatin1(QTimeZone::systemTimeZoneId())},
        agent(),
        file(tr("SSH configuration"), QDir::home().filePath(u".ssh/config"_s), tr("none: hosts are dialled as the fleet says")),
        file(tr("Known host keys"), QDir::home().filePath(u".ssh/known_hosts"_s), tr("none yet: each host's key is asked about once")),
        {settings.isWritable(), tr("Settings"), settings.isWritable() ? tr("can be written") : tr("cannot be written: nothing is remembered")},
        {errors == 0, tr("Fleet"), tr("%1 hosts, %2 items, %3 errors").arg(topology.hosts.size()).arg(topology.items.size()).arg(errors)},
    };
}

QString debugInformation(const QList<Finding> &findings)
{
    QString text;
    for (const Finding &finding : findings)
        text += (finding.good ? u"ok  "_s : u"!!  "_s) + finding.title + u": "_s + finding.words + u'\n';
    return text;
}

} // namespace gui
