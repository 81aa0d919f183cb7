// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/hostkeydialog.h"

#include <QMessageBox>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace gui {

using remote::HostKeyQuestion;

static QString endpoint(const HostKeyQuestion &q)
{
    return u"%1 (%2:%3)"_s.arg(q.host, q.address).arg(q.port);
}

static QMessageBox *changedBox(const HostKeyQuestion &q, QWidget *parent)
{
    auto *box = new QMessageBox(QMessageBox::Critical, QObject::tr("Host key changed"),
                                QObject::tr("%1 shows another host key than before. The connection was refused.").arg(endpoint(q)),
                                QMessageBox::Close, parent);
    box->setInformativeText(QObject::tr("Known:\n%1\nOffered (%3):\n%2\n\nEither the host was installed anew, or somebody stands in between. If you know why it "
                                        "changed, take the old key out of known_hosts (or the fleet's host-key) and connect again.")
                                .arg(q.knownFingerprint, q.fingerprint, q.keyType));
    return box;
}

static QMessageBox *unknownBox(const HostKeyQuestion &q, QWidget *parent)
{
    auto *box = new QMessageBox(QMessageBox::Question, QObject::tr("Unknown host key"),
                                QObject::tr("%1 is not known yet. Is this its key?").arg(endpoint(q)), QMessageBox::Cancel, parent);
    box->setInformativeText(QObject::tr("%2\n%1\n\nCompare it with what the host itself says:\nssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub")
                                .arg(q.fingerprint, q.keyType));
    box->setDefaultButton(QMessageBox::Cancel);
    return box;
}

void HostKeyDialog::ask(const HostKeyQuestion &question, QWidget *parent, std::function<void(bool)> answer)
{
    QMessageBox *box = question.changed ? changedBox(question, parent) : unknownBox(question, parent);
    QAbstractButton *accept = question.changed ? nullptr : box->addButton(QObject::tr("Trust this key"), QMessageBox::AcceptRole);
    box->setObjectName(u"host-key-dialog"_s);
    box->setStyleSheet(u"QLabel#qt_msgbox_informativelabel { min-width: %1px; }"_s // a fingerprint is compared in one piece
                           .arg(box->fontMetrics().horizontalAdvance(question.fingerprint) + 24));
    box->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    box->setAttribute(Qt::WA_DeleteOnClose);
    QObject::connect(box, &QMessageBox::finished, box, [box, accept, answer = std::move(answer)] {
        answer(accept && box->clickedButton() == accept);
    });
    box->open();
}

} // namespace gui
