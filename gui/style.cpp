// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/style.h"

#include "gui/icons.h"
#include "gui/motion.h"
#include "gui/stylepaint.h"
#include "gui/theme.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QDateTime>
#include <QFileDialog>
#include <QHeaderView>
#include <QPainter>
#include <QTimer>
#include <QTreeView>

using namespace Qt::StringLiterals;

namespace gui {

static constexpr int fieldRoom = 10; ///< above and below the words of what is typed or chosen in, together
static constexpr int fieldSide = 7;  ///< left of the words
static constexpr int arrowRoom = 22;
static constexpr int titleSide = 8;  ///< beside the title of a dock

Style::Style() : QProxyStyle(u"Fusion"_s) {}

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QFileDialog *>(widget))
        widget->installEventFilter(this);
}

/// A list of files that is shown has room: nothing is cut, and the names get the rest.
bool Style::eventFilter(QObject *watched, QEvent *event)
{
    if (auto *dialog = event->type() == QEvent::Show ? qobject_cast<QFileDialog *>(watched) : nullptr) {
        if (auto *table = dialog->findChild<QTreeView *>(u"treeView"_s); table && table->header()->count() > 0) {
            table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
            table->header()->setSectionResizeMode(0, QHeaderView::Stretch);
        }
        dialog->resize(dialog->size().expandedTo({860, 520}));
    }
    return QProxyStyle::eventFilter(watched, event);
}

/// Of the theme that is shown.
template <QColor Theme::*color>
static QColor ink()
{
    const bool dark = QApplication::palette().color(QPalette::Window).lightness() < 128;
    return (dark ? Theme::darkTheme() : Theme::lightTheme()).*color;
}

QIcon Style::standardIcon(StandardPixmap which, const QStyleOption *option, const QWidget *widget) const
{
    switch (which) {
    case SP_MessageBoxCritical: return icon(u"error"_s, ink<&Theme::bad>);
    case SP_MessageBoxWarning: return icon(u"warning"_s, ink<&Theme::warning>);
    case SP_MessageBoxInformation: return icon(u"note"_s, ink<&Theme::accent>);
    case SP_MessageBoxQuestion: return icon(u"question"_s, ink<&Theme::accent>);
    case SP_DirIcon:
    case SP_DirHomeIcon:
    case SP_DirOpenIcon:
    case SP_DirClosedIcon: return icon(u"open"_s, ink<&Theme::dim>);
    case SP_FileIcon: return icon(u"file"_s, ink<&Theme::dim>);
    case SP_FileDialogNewFolder: return icon(u"new-folder"_s, ink<&Theme::text>);
    case SP_FileDialogListView: return icon(u"list"_s, ink<&Theme::text>);
    case SP_FileDialogDetailedView: return icon(u"details"_s, ink<&Theme::text>);
    case SP_ArrowBack:
    case SP_ArrowLeft: return icon(u"back"_s, ink<&Theme::text>);
    case SP_ArrowForward:
    case SP_ArrowRight: return icon(u"forward"_s, ink<&Theme::text>);
    case SP_DesktopIcon:
    case SP_ComputerIcon:
    case SP_DriveHDIcon: return icon(u"host"_s, ink<&Theme::dim>);
    case SP_FileDialogToParent: return icon(u"up"_s, ink<&Theme::text>);
    case SP_ToolBarHorizontalExtensionButton: // Qt's own are read from pictures at every start, seen or not
    case SP_ToolBarVerticalExtensionButton: return icon(u"down"_s, ink<&Theme::text>);
    case SP_TitleBarNormalButton: return icon(u"fullscreen"_s, ink<&Theme::dim>);
    case SP_TitleBarCloseButton:
    case SP_LineEditClearButton:
    case SP_DockWidgetCloseButton: return icon(u"close"_s, ink<&Theme::dim>);
    default: return QProxyStyle::standardIcon(which, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_EtchDisabledText: return 0; // words once, not with a shadow
    case SH_ComboBox_Popup: return 0;   // a list below the box, as long as it must be
    default: return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_HeaderMargin: return 6;
    case PM_FocusFrameHMargin: return 5; // left and right of the words in lists and tables
    case PM_ScrollBarExtent: return 12;
    case PM_ScrollBarSliderMin: return 28;
    case PM_MenuVMargin: return 4;
    case PM_MenuPanelWidth: return 1;
    case PM_TabBarTabShiftVertical: return 0; // the words of all tabs on one line
    case PM_ScrollView_ScrollBarSpacing: return 0;
    case PM_MessageBoxIconSize: return 32;
    case PM_DockWidgetTitleMargin: return 6; // above and below the words
    case PM_DockWidgetSeparatorExtent: return 1;
    case PM_ToolBarItemMargin: return 6;
    case PM_ToolBarFrameWidth: return 0;
    case PM_ToolBarItemSpacing: return 4;
    case PM_ToolTipLabelFrameWidth: return 4;
    default: return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &contents, const QWidget *widget) const
{
    const QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    const int field = option ? option->fontMetrics.height() + fieldRoom : 0;
    switch (type) {
    case CT_PushButton: return QSize(size.width() + 12, qMax(size.height(), field));
    case CT_LineEdit: return QSize(size.width() + 2 * fieldSide, qMax(size.height(), field));
    case CT_ComboBox: return QSize(size.width() + fieldSide, qMax(size.height(), field));
    case CT_SpinBox: return QSize(contents.width() + fieldSide + arrowRoom, qMax(contents.height(), field));
    case CT_ItemViewItem: return QSize(size.width(), qMax(size.height() + 4, option->fontMetrics.height() + 7));
    case CT_MenuBarItem: return QSize(size.width() + 4, size.height() + 4);
    case CT_TabBarTab: return QSize(size.width() + 8, qMax(size.height(), option->fontMetrics.height() + 12));
    case CT_ToolButton: return withWordsBeside(option) ? QSize(size.width() + 4, qMax(size.height(), field)) : size;
    default: return size;
    }
}

bool Style::withWordsBeside(const QStyleOption *option)
{
    const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option);
    return button && button->toolButtonStyle == Qt::ToolButtonTextBesideIcon && !button->text.isEmpty();
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
    return element == SE_LineEditContents && frame && frame->lineWidth > 0 ? rect.adjusted(fieldSide - 3, 0, 3 - fieldSide, 0) : rect;
}

/// No buttons at the ends: the wheel, the keys and the handle do it.
static QRect scrollBarPart(const QStyleOptionSlider &bar, QStyle::SubControl part, int least)
{
    const bool flat = bar.orientation == Qt::Horizontal;
    const int room = flat ? bar.rect.width() : bar.rect.height();
    const qint64 range = qint64(bar.maximum) - bar.minimum;
    const int length = range <= 0 ? room : qBound(qMin(least, room), int(qint64(bar.pageStep) * room / (range + bar.pageStep)), room);
    const int at = QStyle::sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition, room - length, bar.upsideDown);
    const auto span = [&](int from, int size) { return flat ? QRect(from, 0, size, bar.rect.height()) : QRect(0, from, bar.rect.width(), size); };
    QRect rect;
    switch (part) {
    case QStyle::SC_ScrollBarGroove: rect = span(0, room); break;
    case QStyle::SC_ScrollBarSlider: rect = span(at, length); break;
    case QStyle::SC_ScrollBarSubPage: rect = span(0, at); break;
    case QStyle::SC_ScrollBarAddPage: rect = span(at + length, room - at - length); break;
    default: return {};
    }
    return QStyle::visualRect(bar.direction, bar.rect, rect.translated(bar.rect.topLeft()));
}

static QRect spinBoxPart(const QStyleOptionSpinBox &box, QStyle::SubControl part)
{
    const QRect &r = box.rect;
    const int arrows = box.buttonSymbols == QAbstractSpinBox::NoButtons ? 0 : arrowRoom, half = r.height() / 2;
    QRect rect = r;
    switch (part) {
    case QStyle::SC_SpinBoxUp: rect = QRect(r.right() - arrows + 1, r.top(), arrows, half); break;
    case QStyle::SC_SpinBoxDown: rect = QRect(r.right() - arrows + 1, r.top() + half, arrows, r.height() - half); break;
    case QStyle::SC_SpinBoxEditField: rect = r.adjusted(fieldSide - 2, 2, -qMax(arrows, 4), -2); break;
    default: break;
    }
    return QStyle::visualRect(box.direction, r, rect);
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part, const QWidget *widget) const
{
    if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option); bar && control == CC_ScrollBar)
        return scrollBarPart(*bar, part, pixelMetric(PM_ScrollBarSliderMin, option, widget));
    if (const auto *box = qstyleoption_cast<const QStyleOptionSpinBox *>(option); box && control == CC_SpinBox)
        return spinBoxPart(*box, part);
    if (control == CC_ComboBox && part == SC_ComboBoxEditField)
        return visualRect(option->direction, option->rect, option->rect.adjusted(fieldSide - 1, 2, -arrowRoom, -2)); // the words as far in as those of a field
    return QProxyStyle::subControlRect(control, option, part, widget);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    switch (element) {
    case PE_PanelButtonCommand: {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        return stylepaint::button(*painter, *option, button && button->features & QStyleOptionButton::DefaultButton);
    }
    case PE_PanelButtonTool: return stylepaint::toolButton(*painter, *option);
    case PE_FrameLineEdit: return stylepaint::field(*painter, *option, option->state & State_HasFocus, false);
    case PE_PanelLineEdit:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option); frame && frame->lineWidth > 0)
            return stylepaint::field(*painter, *option, option->state & State_HasFocus);
        return; // in a box that painted its ground
    case PE_IndicatorToolBarSeparator: return stylepaint::separator(*painter, *option, option->state & State_Horizontal ? Qt::Vertical : Qt::Horizontal);
    case PE_PanelStatusBar: return stylepaint::statusBar(*painter, *option);
    case PE_FrameTabBarBase: return stylepaint::tabBase(*painter, *option);
    case PE_FrameStatusBarItem: return;
    case PE_IndicatorDockWidgetResizeHandle: return painter->fillRect(option->rect, option->palette.color(QPalette::Mid));
    case PE_PanelMenu: return stylepaint::menuPanel(*painter, *option);
    case PE_FrameMenu: return; // painted with it
    case PE_PanelTipLabel: return stylepaint::tip(*painter, *option);
    case PE_FrameFocusRect: return stylepaint::focus(*painter, *option);
    case PE_Frame: return stylepaint::frame(*painter, *option);
    case PE_PanelScrollAreaCorner: return painter->fillRect(option->rect, option->palette.color(QPalette::Window));
    case PE_IndicatorRadioButton: return stylepaint::radio(*painter, *option);
    default: QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
    if (element == PE_IndicatorCheckBox) // also those of lists and menus
        stylepaint::checkEdge(*painter, *option);
}

/// A third of the trough that goes to and fro; in its middle where nothing may move.
static void paintBusy(QPainter &painter, const QStyleOptionProgressBar &bar, const QWidget *widget)
{
    constexpr qint64 round = 2400, frame = 40; // milliseconds
    const bool moves = widget && !motionReduced();
    const qreal part = qreal(QDateTime::currentMSecsSinceEpoch() % round) / round;
    stylepaint::busy(painter, bar, moves ? 1 - std::abs(2 * part - 1) : 0.5);
    if (moves)
        QTimer::singleShot(frame, widget, [bar = const_cast<QWidget *>(widget)] { bar->update(); });
}

/// Whether the choice in a box stands for no value.
static bool saysNone(const QWidget *widget)
{
    const auto *box = qobject_cast<const QComboBox *>(widget);
    const QVariant chosen = box ? box->currentData() : QVariant();
    return chosen.userType() == QMetaType::QString && chosen.toString().isEmpty();
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter, const QWidget *widget) const
{
    if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option); button && element == CE_PushButtonLabel
        && button->features & QStyleOptionButton::DefaultButton && button->state & State_Enabled) {
        QStyleOptionButton inColour = *button;
        inColour.palette.setColor(QPalette::ButtonText, button->palette.color(QPalette::HighlightedText));
        if (!button->icon.isNull()) // as the words
            inColour.icon = QIcon(button->icon.pixmap(button->iconSize, painter->device()->devicePixelRatioF(), QIcon::Selected));
        return QProxyStyle::drawControl(element, &inColour, painter, widget);
    }
    if (const auto *label = qstyleoption_cast<const QStyleOptionComboBox *>(option); label && element == CE_ComboBoxLabel && saysNone(widget)) {
        QStyleOptionComboBox faint = *label; // as a line that nothing was typed into
        faint.palette.setColor(QPalette::ButtonText, label->palette.color(QPalette::PlaceholderText));
        return QProxyStyle::drawControl(element, &faint, painter, widget);
    }
    if (const auto *head = qstyleoption_cast<const QStyleOptionHeader *>(option); head && element == CE_HeaderSection)
        return stylepaint::header(*painter, *head);
    if (element == CE_MenuBarEmptyArea)
        return painter->fillRect(option->rect, option->palette.color(QPalette::Window));
    if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option); item && element == CE_MenuBarItem) {
        stylepaint::menuBarItem(*painter, *item);
        return drawItemText(painter, item->rect, Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextDontClip | Qt::TextSingleLine, item->palette, item->state & State_Enabled, item->text, QPalette::WindowText);
    }
    if (element == CE_ToolBar)
        return stylepaint::toolBar(*painter, *option);
    if (const auto *dock = qstyleoption_cast<const QStyleOptionDockWidget *>(option); dock && element == CE_DockWidgetTitle) {
        painter->fillRect(dock->rect, dock->palette.color(QPalette::Button));
        const bool mirrored = dock->direction == Qt::RightToLeft;
        const QRect words = subElementRect(SE_DockWidgetTitleBarText, dock, widget).adjusted(mirrored ? 0 : titleSide, 0, mirrored ? -titleSide : 0, 0);
        const QString title = dock->fontMetrics.elidedText(dock->title, Qt::ElideRight, words.width());
        return drawItemText(painter, words, int(Qt::AlignVCenter | (mirrored ? Qt::AlignRight : Qt::AlignLeft)) | Qt::TextShowMnemonic, dock->palette, dock->state & State_Enabled, title, QPalette::WindowText);
    }
    if (element == CE_HeaderEmptyArea)
        return painter->fillRect(option->rect, option->palette.color(QPalette::Button));
    if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option); item && element == CE_MenuItem
        && item->menuItemType == QStyleOptionMenuItem::Separator && item->text.isEmpty())
        return stylepaint::separator(*painter, *option, Qt::Horizontal);
    if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option); item && element == CE_MenuItem) {
        QStyleOptionMenuItem tinted = *item; // a tint, so that pictures keep their colours
        tinted.palette.setColor(QPalette::Highlight, stylepaint::mixed(item->palette.color(QPalette::Base), item->palette.color(QPalette::Link), 0.25));
        tinted.palette.setColor(QPalette::HighlightedText, item->palette.color(QPalette::Text));
        return QProxyStyle::drawControl(element, &tinted, painter, widget);
    }
    if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option); tab && element == CE_TabBarTabShape)
        return stylepaint::tab(*painter, *tab);
    if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option)) {
        const bool busy = bar->minimum == 0 && bar->maximum == 0;
        if (element == CE_ProgressBarContents && busy)
            return paintBusy(*painter, *bar, widget);
        if (element == CE_ProgressBarGroove || element == CE_ProgressBarContents)
            return stylepaint::progress(*painter, *bar, element == CE_ProgressBarGroove);
    }
    if (const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option); element == CE_ToolButtonLabel && withWordsBeside(option)) {
        const bool enabled = button->state & State_Enabled;
        const QRect picture(QPoint(button->rect.left() + 7, button->rect.center().y() - button->iconSize.height() / 2), button->iconSize);
        button->icon.paint(painter, visualRect(button->direction, button->rect, picture), Qt::AlignCenter, enabled ? QIcon::Normal : QIcon::Disabled);
        const QRect words = button->rect.adjusted(7 + button->iconSize.width() + 5, 0, 0, 0);
        painter->setFont(button->font);
        return drawItemText(painter, visualRect(button->direction, button->rect, words), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextShowMnemonic, button->palette, enabled, button->text, QPalette::ButtonText);
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter, const QWidget *widget) const
{
    const QColor ink = option->palette.color(option->state & State_Enabled ? QPalette::Normal : QPalette::Disabled, QPalette::Text);
    if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option); bar && control == CC_ScrollBar)
        return stylepaint::scrollBar(*painter, *bar, subControlRect(control, option, SC_ScrollBarSlider, widget));
    if (const auto *box = qstyleoption_cast<const QStyleOptionComboBox *>(option); box && control == CC_ComboBox) {
        stylepaint::field(*painter, *option, option->state & State_HasFocus);
        const QRect arrow = visualRect(option->direction, option->rect, QRect(option->rect.right() - arrowRoom + 1, option->rect.top(), arrowRoom - 4, option->rect.height()));
        return stylepaint::chevron(*painter, QRectF(arrow).center(), Qt::DownArrow, ink);
    }
    if (const auto *box = qstyleoption_cast<const QStyleOptionSpinBox *>(option); box && control == CC_SpinBox) {
        if (box->frame)
            stylepaint::field(*painter, *option, option->state & State_HasFocus);
        if (box->buttonSymbols == QAbstractSpinBox::NoButtons)
            return;
        for (const auto &[part, direction, can] : {std::tuple{SC_SpinBoxUp, Qt::UpArrow, QAbstractSpinBox::StepUpEnabled}, {SC_SpinBoxDown, Qt::DownArrow, QAbstractSpinBox::StepDownEnabled}}) {
            const QPointF centre = QRectF(subControlRect(control, option, part, widget)).center() + QPointF(-2, part == SC_SpinBoxUp ? 1 : -1);
            stylepaint::chevron(*painter, centre, direction, box->stepEnabled & can ? ink : option->palette.color(QPalette::Mid));
        }
        return;
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

} // namespace gui
