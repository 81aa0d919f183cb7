// SPDX-License-Identifier: GPL-3.0-or-later
// Single controls and parts of the window as the style paints them: edges and grounds are told apart.

#include "gui/actions/actions.h"
#include "gui/contrast.h"
#include "gui/style.h"
#include "tests/gui/fixture.h"

#include <QComboBox>
#include <QDockWidget>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSpinBox>
#include <QStyleOption>
#include <QToolBar>
#include <QToolTip>

using namespace Qt::StringLiterals;
using namespace gui;

class TestControls : public QObject
{
    Q_OBJECT

    std::unique_ptr<Window> m_window;

private slots:
    void initTestCase() { tests::useEmptySettings(); }
    void cleanup() { m_window.reset(); }

    void aBoxToTickIsSeenOnItsGround()
    {
        Style style;
        for (const Theme *theme : {&Theme::darkTheme(), &Theme::lightTheme()}) {
            QStyleOptionButton box;
            box.palette = theme->palette();
            box.state = QStyle::State_Enabled | QStyle::State_Off;
            box.rect = {2, 2, 14, 14};
            const QColor ground = box.palette.color(QPalette::Base);
            QImage image(18, 18, QImage::Format_RGB32);
            image.fill(ground);
            QPainter painter(&image);
            style.drawPrimitive(QStyle::PE_IndicatorCheckBox, &box, &painter, nullptr);
            painter.end();
            const QColor edge = image.pixelColor(2, 9);
            QVERIFY2(contrast(edge, ground) >= 3, qPrintable(edge.name() + u" on "_s + ground.name()));
        }
    }

    /// The strongest contrast with its ground along a line across a widget's left edge.
    static double edgeContrast(QWidget &widget, const QColor &ground)
    {
        const QImage image = widget.grab().toImage();
        double strongest = 1;
        for (int x = 0; x < 3; ++x)
            strongest = std::max(strongest, contrast(image.pixelColor(x, image.height() / 2), ground));
        return strongest;
    }
    void whatIsTypedInHasAnEdgeThatIsSeen()
    {
        m_window = tests::openWindow(tests::templateFleet());
        for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            m_window->setTheme(choice);
            QWidget page;
            QLineEdit line(&page);
            QSpinBox number(&page);
            QComboBox choices(&page);
            QPushButton button(u"Press"_s, &page);
            choices.addItem(u"one"_s);
            const QPalette palette = m_window->theme().palette();
            for (QWidget *field : {static_cast<QWidget *>(&line), static_cast<QWidget *>(&number), static_cast<QWidget *>(&choices), static_cast<QWidget *>(&button)}) {
                field->resize(field->sizeHint());
                for (const auto role : {QPalette::Window, QPalette::Base})
                    QVERIFY2(edgeContrast(*field, palette.color(role)) >= 3, qPrintable(QString::fromLatin1(field->metaObject()->className()) + QString::number(edgeContrast(*field, palette.color(role)))));
            }
            number.ensurePolished();
            QCOMPARE(std::max(number.sizeHint().height(), number.minimumHeight()), line.sizeHint().height()); // they stand in one row of a form
            QCOMPARE(choices.sizeHint().height(), line.sizeHint().height());
            QCOMPARE(button.sizeHint().height(), line.sizeHint().height());
        }
    }

    void aChoiceOfNoneIsFaint()
    {
        m_window = tests::openWindow(tests::templateFleet());
        for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            m_window->setTheme(choice);
            QComboBox box;
            box.addItem(u"MMMM"_s, QString());
            box.addItem(u"MMMM"_s, u"some"_s);
            box.resize(box.sizeHint() + QSize(40, 0));
            const QPalette palette = m_window->theme().palette();
            const auto strongest = [&] {
                const QImage image = box.grab(QRect(4, 4, 60, box.height() - 8)).toImage();
                double most = 1;
                for (int x = 0; x < image.width(); ++x) {
                    for (int y = 0; y < image.height(); ++y)
                        most = std::max(most, contrast(image.pixelColor(x, y), palette.color(QPalette::Base)));
                }
                return most;
            };
            const double none = strongest();
            box.setCurrentIndex(1);
            const double some = strongest();
            QVERIFY2(std::abs(none - contrast(palette.color(QPalette::PlaceholderText), palette.color(QPalette::Base))) < 0.3, qPrintable(QString::number(none)));
            QVERIFY2(some > none + 2, qPrintable(QString::number(some)));
        }
    }

    /// Enter does what stands in colour.
    void theDefaultButtonIsToldByColour()
    {
        m_window = tests::openWindow(tests::templateFleet());
        for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            m_window->setTheme(choice);
            QPushButton plain(u"Press"_s), chosen(u"Press"_s);
            chosen.setDefault(true);
            const auto ground = [](QPushButton &button) {
                button.resize(button.sizeHint());
                return button.grab().toImage().pixelColor(6, 6);
            };
            QCOMPARE(ground(chosen), m_window->theme().palette().color(QPalette::Highlight));
            QVERIFY(contrast(ground(chosen), ground(plain)) >= 2);
        }
    }

    /// A style sheet would do the same, but every widget under it takes several times as long to make.
    void partsOfTheWindowAreApartWithoutAStyleSheet()
    {
        m_window = tests::openWindow(tests::templateFleet());
        QVERIFY(qApp->styleSheet().isEmpty());
        for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            m_window->setTheme(choice);
            const Theme &theme = m_window->theme();
            QCoreApplication::processEvents();
            const QImage image = m_window->grab().toImage();
            const auto at = [&](const QWidget *widget, const QPoint &point) { return image.pixelColor(widget->mapTo(m_window.get(), point)); };
            const QToolBar *bar = m_window->actions().toolBar();
            QCOMPARE(at(bar, {bar->width() - 20, 2}), theme.surface);
            QCOMPARE(at(bar, {bar->width() - 20, bar->height() - 1}), theme.border);
            const QDockWidget *dock = m_window->findChild<QDockWidget *>(u"dock-palette"_s), *inspector = m_window->findChild<QDockWidget *>(u"dock-inspector"_s);
            QCOMPARE(at(dock, {3, 3}), theme.raised); // its title
            QCOMPARE(at(dock, {dock->width() / 2, dock->height() - 2}), theme.palette().color(QPalette::Base)); // the list, up to the edges
            QCOMPARE(at(inspector, {-1, inspector->height() / 2}), theme.border);
            QToolTip::showText(m_window->mapToGlobal(QPoint(300, 300)), u"words"_s, m_window.get());
            const QList<QWidget *> windows = QApplication::topLevelWidgets();
            const auto tip = std::find_if(windows.begin(), windows.end(), [](const QWidget *w) { return w->inherits("QTipLabel") && w->isVisible(); });
            QVERIFY(tip != windows.end());
            const QImage words = (*tip)->grab().toImage();
            QCOMPARE(words.pixelColor(0, words.height() / 2), theme.border);
            QCOMPARE(words.pixelColor(2, 2), theme.raised);
            QToolTip::hideText();
            QTRY_VERIFY(!QToolTip::isVisible());
        }
    }

    void groupsOfAMenuAreApart()
    {
        m_window = tests::openWindow(tests::templateFleet());
        for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            m_window->setTheme(choice);
            QStyleOptionMenuItem option;
            option.menuItemType = QStyleOptionMenuItem::Separator;
            option.palette = m_window->theme().palette();
            option.rect = {0, 0, 100, 5};
            QImage image(100, 5, QImage::Format_RGB32);
            const QColor ground = option.palette.color(QPalette::Base);
            image.fill(ground);
            QPainter painter(&image);
            QApplication::style()->drawControl(QStyle::CE_MenuItem, &option, &painter, nullptr);
            painter.end();
            QVERIFY2(contrast(image.pixelColor(50, 2), ground) >= 1.5, qPrintable(image.pixelColor(50, 2).name()));

            QImage menu(60, 40, QImage::Format_RGB32);
            painter.begin(&menu);
            option.rect = menu.rect();
            QApplication::style()->drawPrimitive(QStyle::PE_PanelMenu, &option, &painter, nullptr);
            painter.end();
            QVERIFY(contrast(menu.pixelColor(0, 20), option.palette.color(QPalette::Window)) >= 1.5); // it lies on a window of its colour
        }
    }

    /// On a fine screen an edge has as many of its pixels on every side, and lies within what it goes around.
    void edgesAreEvenOnFineScreens_data()
    {
        QTest::addColumn<QStyle::PrimitiveElement>("element");
        QTest::newRow("menu") << QStyle::PE_PanelMenu;
        QTest::newRow("table") << QStyle::PE_Frame;
        QTest::newRow("tip") << QStyle::PE_PanelTipLabel;
    }
    void edgesAreEvenOnFineScreens()
    {
        QFETCH(QStyle::PrimitiveElement, element);
        m_window = tests::openWindow(tests::templateFleet()); // whose colours are those of the program
        constexpr int side = 40;
        for (const int fine : {1, 2, 3}) {
            QImage image(QSize(side, side) * fine, QImage::Format_RGB32);
            image.setDevicePixelRatio(fine);
            image.fill(Qt::magenta);
            QStyleOptionFrame option;
            option.rect = QRect(0, 0, side, side);
            option.lineWidth = 1;
            option.palette = QApplication::palette();
            QPainter painter(&image);
            QApplication::style()->drawPrimitive(element, &option, &painter);
            painter.end();
            const int middle = side * fine / 2, last = side * fine - 1;
            const QRgb edge = image.pixel(0, middle);
            QVERIFY(edge != image.pixel(middle, middle));
            for (int i = 0; i <= fine; ++i) { // the last is not of it any more
                const QList<QPoint> sides{{i, middle}, {last - i, middle}, {middle, i}, {middle, last - i}};
                for (const QPoint &at : sides)
                    QVERIFY2((image.pixel(at) == edge) == (i < fine), qPrintable(u"%1,%2 at %3 %"_s.arg(at.x()).arg(at.y()).arg(fine * 100)));
            }
        }
    }
};

QTEST_MAIN(TestControls)
#include "tst_controls.moc"
