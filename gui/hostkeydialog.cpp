// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/hostkeydialog.h"

#include "gui/fonts.h"

#include <QMessageBox>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace gui {

using remote::HostKeyQuestion;

static QString endpoint(const HostKeyQuestion &q)
{
    return u"%1 (%2:%3)"_s.arg(q.host, q.address).arg(q.port);
}

/// In letters of one width and one below the other, because they are compared letter by letter.
static QString asTable(const QList<std::pair<QString, QString>> &rows)
{
    QString table = u"<table cellspacing=\"0\" cellpadding=\"0\" style=\"margin-bottom: 10px\">"_s;
    for (const auto &[title, code] : rows)
        table += u"<tr><td style=\"padding-right: 16px\">%1</td><td style=\"font-family: '%3'\">%2</td></tr>"_s
                     .arg(title.toHtmlEscaped(), code.toHtmlEscaped(), fixedFont().family());
    return table + u"</table>"_s;
}

static QString paragraph(const QString &words)
{
    return u"<p>"_s + words.toHtmlEscaped() + u"</p>"_s;
}

static QMessageBox *changedBox(const HostKeyQuestion &q, QWidget *parent)
{
    auto *box = new QMessageBox(QMessageBox::Critical, QObject::tr("Host key changed"),
                                QObject::tr("%1 now shows a different host key. The connection was refused.").arg(endpoint(q)),
                                QMessageBox::Close, parent);
    box->setInformativeText(asTable({{QObject::tr("Type"), q.keyType}, {QObject::tr("Known"), q.knownFingerprint}, {QObject::tr("Offered"), q.fingerprint}})
                            + paragraph(QObject::tr("Either the host was reinstalled, or somebody is intercepting the connection. If you know why the key "
                                                    "changed, remove the old one from known_hosts, or from the field Host key of the host, and connect again.")));
    return box;
}

static QMessageBox *unknownBox(const HostKeyQuestion &q, QWidget *parent)
{
    auto *box = new QMessageBox(QMessageBox::Question, QObject::tr("Unknown host key"),
                                QObject::tr("%1 is not known yet. Is this its key?").arg(endpoint(q)), QMessageBox::Cancel, parent);
    box->setInformativeText(asTable({{QObject::tr("Type"), q.keyType}, {QObject::tr("Fingerprint"), q.fingerprint}})
                            + paragraph(QObject::tr("Compare it with what the host itself prints:"))
                            + asTable({{{}, u"ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub"_s}}));
    box->setDefaultButton(QMessageBox::Cancel);
    return box;
}

void HostKeyDialog::ask(const HostKeyQuestion &question, QWidget *parent, std::function<void(bool)> answer)
{
    QMessageBox *box = question.changed ? changedBox(question, parent) : unknownBox(question, parent);
    QAbstractButton *accept = question.changed ? nullptr : box->addButton(QObject::tr("&Trust this key"), QMessageBox::AcceptRole);
    box->setObjectName(u"host-key-dialog"_s);
    QFont fixed = fixedFont();
    fixed.setPointSizeF(box->font().pointSizeF());
    box->setStyleSheet(u"QLabel#qt_msgbox_informativelabel { min-width: %1px; }"_s // a fingerprint is compared in one piece
                           .arg(QFontMetrics(fixed).horizontalAdvance(question.fingerprint) + box->fontMetrics().horizontalAdvance(QObject::tr("Fingerprint")) + 40));
    box->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(box, &QMessageBox::finished, box, [box, accept, answer = std::move(answer)] {
        answer(accept && box->clickedButton() == accept);
    });
    box->open();
}

} // namespace gui
