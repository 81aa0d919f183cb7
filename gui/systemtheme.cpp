// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/systemtheme.h"

#include <QGuiApplication>
#include <QPalette>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>

using namespace Qt::StringLiterals;

namespace gui {

static const QString service = u"org.freedesktop.portal.Desktop"_s, path = u"/org/freedesktop/portal/desktop"_s,
                     settings = u"org.freedesktop.portal.Settings"_s, appearance = u"org.freedesktop.appearance"_s, scheme = u"color-scheme"_s;

SystemTheme &SystemTheme::instance()
{
    static SystemTheme theme;
    return theme;
}

SystemTheme::SystemTheme() : m_dark(QGuiApplication::palette().color(QPalette::Window).lightness() < 128), m_atStart(m_dark) {}

void SystemTheme::follow()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    bus.connect(service, path, settings, u"SettingChanged"_s, this, SLOT(settingChanged(QString, QString, QDBusVariant)));
    QDBusMessage call = QDBusMessage::createMethodCall(service, path, settings, u"Read"_s);
    auto *answer = new QDBusPendingCallWatcher(bus.asyncCall(call << appearance << scheme), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        const QDBusPendingReply<QDBusVariant> reply = *answer;
        if (!reply.isError())
            settingChanged(appearance, scheme, reply.value());
        answer->deleteLater();
    });
}

void SystemTheme::settingChanged(const QString &group, const QString &key, const QDBusVariant &value)
{
    if (group != appearance || key != scheme)
        return;
    QVariant inner = value.variant();
    if (inner.canConvert<QDBusVariant>() && inner.userType() == qMetaTypeId<QDBusVariant>())
        inner = inner.value<QDBusVariant>().variant(); // the answer to Read is wrapped twice
    const uint wanted = inner.toUInt();
    const bool dark = wanted == 1 || (wanted == 0 && m_atStart);
    if (dark == std::exchange(m_dark, dark))
        return;
    emit changed();
}

} // namespace gui
