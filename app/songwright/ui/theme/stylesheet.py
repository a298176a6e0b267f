"""Tokens -> Qt style sheet. Sizes come from the token table; marks (ticks, arrows) from `themes/<name>/*.svg`."""

from __future__ import annotations

from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from string import Template

from songwright.ui.theme.design_tokens import RADIUS, RADIUS_SMALL, DesignTokens

__all__ = ["style_sheet"]

_SHEET = Template("""
* { outline: none; }
QWidget { color: $text; }
QMainWindow, QDialog { background: $panel; }
QMainWindow#mainWindow, QWidget#desk { background: $window; }
QToolTip { background: $raised; color: $text; border: 1px solid $outline; padding: 4px 6px; }

QMenuBar { background: $panel; border: none; padding: 2px 6px; }
QMenuBar::item { padding: 5px 9px; border-radius: ${r}px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $raised; border: 1px solid $outline; padding: 5px; }
QMenu::item { padding: 6px 28px 6px 10px; border-radius: ${r}px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: $hover; }
QMenu::item:disabled { color: $faint; }
QMenu::separator { height: 1px; background: $border; margin: 5px 8px; }

QToolBar { background: $panel; border: none; border-bottom: 1px solid $border; padding: 5px 10px; spacing: 3px; }
QToolBar::separator { width: 1px; background: $border; margin: 5px 7px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: ${r}px; padding: 5px; }
QToolButton[labelled="true"] { padding: 5px 10px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed { background: $pressed; }
QToolButton:checked { background: $accent_soft; border-color: $accent; color: $accent_ink; }
QToolButton:disabled { color: $faint; }
QToolButton:focus { border-color: $focus; }
QToolButton::menu-indicator { image: none; }

QPushButton { background: $raised; border: 1px solid $outline; border-radius: ${r}px; padding: 6px 14px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:disabled { color: $faint; background: $panel; border-color: $border; }
QPushButton:focus { border: 2px solid $focus; padding: 5px 13px; }
QPushButton[kind="primary"] { background: $accent; color: $accent_text; border-color: $accent; font-weight: 600; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; padding: 5px 13px; }
QPushButton[kind="primary"]:disabled { background: $border; border-color: $border; color: $faint; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: $accent_ink; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:focus { border-color: $focus; }
QPushButton[kind="quiet"]:disabled { color: $faint; }
QPushButton::menu-indicator { subcontrol-origin: padding; subcontrol-position: right center; right: 8px;
  image: url("$marks/down.svg"); width: 12px; height: 12px; }
QPushButton[menu="true"] { padding-right: 26px; }

QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
  background: $page; border: 1px solid $outline; border-radius: ${r}px; padding: 5px 8px;
  selection-background-color: $selection; selection-color: $selection_text; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {
  border: 2px solid $focus; padding: 4px 7px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {
  color: $faint; background: $panel; border-color: $border; }
QComboBox { padding-right: 2px; }
QComboBox:focus { padding-right: 1px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: none; padding: 0; background: transparent; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus { border: none; padding: 0 0 0 6px;
  background: transparent; }
QComboBox::drop-down { subcontrol-origin: border; subcontrol-position: right center; width: 24px; border: none; }
QComboBox::down-arrow { image: url("$marks/down.svg"); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: $raised; border: 1px solid $outline; padding: 4px; outline: none;
  selection-background-color: $hover; selection-color: $text; }
QComboBox QAbstractItemView::item { padding: 5px 8px; border-radius: ${r}px; min-height: 18px; }
QAbstractSpinBox { padding-right: 20px; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { subcontrol-origin: border; width: 18px; border: none;
  background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; margin-top: 2px; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; margin-bottom: 2px; }
QAbstractSpinBox::up-arrow { image: url("$marks/up.svg"); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url("$marks/down.svg"); width: 10px; height: 10px; }

QCheckBox, QRadioButton { spacing: 8px; padding: 2px; border: 1px solid transparent; border-radius: ${r}px; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QCheckBox::indicator, QTableView::indicator { width: 16px; height: 16px; border: 1px solid $outline;
  border-radius: 4px; background: $page; }
QCheckBox::indicator:checked, QTableView::indicator:checked { background: $accent; border-color: $accent;
  image: url("$marks/check.svg"); }
QRadioButton::indicator { width: 16px; height: 16px; border: 1px solid $outline; border-radius: 9px;
  background: $page; }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url("$marks/dot.svg"); }
QCheckBox:disabled, QRadioButton:disabled { color: $faint; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $panel; border-color: $border; }
QCheckBox::indicator:checked:disabled, QRadioButton::indicator:checked:disabled { background: $faint;
  border-color: $faint; }

QSlider { min-height: 20px; border: 1px solid transparent; border-radius: ${r}px; }
QSlider:focus { border-color: $focus; }
QSlider::groove:horizontal { height: 4px; background: $border; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { width: 14px; height: 14px; margin: -6px 0; border-radius: 8px; background: $raised;
  border: 1px solid $outline; }
QSlider::handle:horizontal:hover { border-color: $accent; }
QSlider::groove:vertical { width: 4px; background: $border; border-radius: 2px; }
QSlider::add-page:vertical { background: $accent; border-radius: 2px; }
QSlider::handle:vertical { width: 14px; height: 14px; margin: 0 -6px; border-radius: 8px; background: $raised;
  border: 1px solid $outline; }
QSlider::sub-page:disabled, QSlider::add-page:disabled { background: $border; }

QProgressBar { border: none; background: $border; border-radius: 3px; max-height: 6px; min-height: 6px;
  color: transparent; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px; }
QScrollBar::handle { background: $outline; border-radius: 4px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }

QSplitter::handle { background: $border; margin: 3px 0; }
QSplitter::handle:hover, QSplitter::handle:focus { background: $accent_soft; }
QGroupBox { border: 1px solid $border; border-radius: ${r}px; margin-top: 10px; padding: 12px; }
QGroupBox::title { subcontrol-origin: margin; left: 10px; padding: 0 4px; color: $muted; }
QTabWidget::pane { border: none; border-top: 1px solid $border; }
QTabBar::tab { padding: 7px 14px; border: none; border-bottom: 2px solid transparent; color: $muted; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:focus { border-bottom-color: $focus; }
QAbstractItemView { background: $page; alternate-background-color: $panel; border: 1px solid $outline;
  border-radius: ${r}px; selection-background-color: $selection; selection-color: $selection_text; }
QTreeView::item, QListView::item, QTableView::item { padding: 4px 2px; }
QTableView QLineEdit, QTableView QComboBox, QTableView QLineEdit:focus, QTableView QComboBox:focus { padding: 0 4px; }
QAbstractItemView:focus { border-color: $focus; }
QHeaderView::section { background: $panel; border: none; border-bottom: 1px solid $border; padding: 6px 8px;
  color: $muted; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QStatusBar { background: $panel; border-top: 1px solid $border; color: $muted; }
QStatusBar::item { border: none; }

/* Names of songs and files are never markup: no label, box or tip guesses. A label with a link of ours is "rich". */
QLabel, QToolTip { qproperty-textFormat: PlainText; }
QLabel[rich="true"] { qproperty-textFormat: RichText; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QMessageBox QLabel#qt_msgbox_label { font-weight: 600; }
QMessageBox QLabel#qt_msgbox_informativelabel { color: $muted; min-width: 320px; }
QToolButton[chip="true"] { background: $page; border: 1px solid $border; border-radius: 13px; padding: 3px 12px; }
QToolButton[chip="true"]:hover { border-color: $accent; background: $accent_soft; }
QToolButton[chip="true"]:focus { border: 2px solid $focus; padding: 2px 11px; }
QToolButton[chip="true"]::menu-indicator { image: none; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="section"] { font-size: ${base}px; font-weight: 600; }
QLabel[role="field"] { color: $muted; font-size: ${small}px; font-weight: 600; }
QLabel[role="caption"] { color: $muted; font-size: ${small}px; }
QLabel[role="empty"] { color: $muted; }
QLabel[role="error"] { color: $error; }
QLabel:disabled { color: $faint; }

QFrame#topBar { background: $panel; border: none; border-bottom: 1px solid $border; }
QFrame#topBar QPushButton { padding: 5px 12px; }
QFrame#topBar QPushButton:focus { padding: 4px 11px; }
QFrame#topBar QPushButton[segment="true"] { padding: 3px 10px; }
QFrame#rail { background: $panel; border: none; border-right: 1px solid $border; }
QToolButton[rail="true"] { padding: 9px; border-radius: ${R}px; }
QFrame#drawer { background: $panel; border: none; border-right: 1px solid $border; }
QFrame#helper { background: $panel; border: none; border-left: 1px solid $border; }
QFrame#transport { background: $panel; border: none; border-top: 1px solid $border; }
QFrame#barsTools { background: $panel; border: none; border-bottom: 1px solid $border; }
QFrame#tour { background: $raised; border: 2px solid $accent; border-radius: ${R}px; }
QWidget#shade { background: $shade; }
QPushButton[kind="idea"] { background: $page; border: 1px solid $border; border-radius: ${R}px; text-align: left;
  padding: 9px 14px; }
QPushButton[kind="idea"]:hover { border-color: $accent; background: $accent_soft; }
QPushButton[kind="idea"]:checked { border: 2px solid $accent; padding: 8px 13px; background: $accent_soft; }
QPushButton[kind="idea"]:disabled { color: $faint; background: $panel; }
QPushButton[kind="idea"]:focus { border: 2px solid $focus; padding: 8px 13px; }
QPushButton[large="true"] { padding: 8px 22px; }
QPushButton[large="true"]:focus { padding: 7px 21px; }
QPushButton[kind="fold"] { background: transparent; border: 1px solid transparent; text-align: left; padding: 5px 6px;
  font-weight: 600; }
QPushButton[kind="fold"]:hover { background: $hover; }
QPushButton[kind="fold"]:focus { border: 1px solid $focus; }
QListWidget[cards="true"] { background: transparent; border: 1px solid transparent; }
QListWidget[cards="true"]:focus { border-color: $focus; }
QListWidget[cards="true"]::item { padding: 0; }
QFrame#helper QListWidget { background: transparent; border: none; }
QFrame#sidePanel { background: $panel; border: none; }
QFrame#musicSlot { background: $panel; border: none; border-top: 1px solid $border; }
QFrame#sheet { background: $page; border: 1px solid $border; border-radius: ${R}px; }
QFrame#draftSheet { background: $accent_soft; border: 1px dashed $accent; border-radius: ${R}px; }
QFrame#offers { background: $raised; border: 1px solid $outline; }
QFrame#offers QListWidget { background: $raised; border: none; }
QFrame#findBar { background: $panel; border: 1px solid $border; border-radius: ${R}px; }
QFrame[bar="divider"] { background: $border; border: none; max-height: 1px; min-height: 1px; }
QFrame[card="true"] { background: $page; border: 1px solid $border; border-radius: ${R}px; }
QPlainTextEdit[plain="true"], QPlainTextEdit[plain="true"]:focus, QLineEdit[plain="true"],
QLineEdit[plain="true"]:focus { background: transparent; border: none; border-radius: 0; padding: 0; }
QLineEdit#titleField, QLineEdit#titleField:focus { background: transparent; border: none;
  border-bottom: 2px solid transparent; border-radius: 0; padding: 0 0 4px 0; }
QLineEdit#titleField:focus { border-bottom-color: $focus; }

QFrame#segments { background: $hover; border: 1px solid $border; border-radius: ${r}px; }
QPushButton[segment="true"] { background: transparent; border: 1px solid transparent; border-radius: 5px;
  padding: 4px 6px; color: $muted; font-weight: 400; }
QPushButton[segment="true"]:hover { color: $text; background: transparent; }
QPushButton[segment="true"]:checked { background: $raised; border-color: $outline; color: $text; font-weight: 600; }
QPushButton[segment="true"]:disabled { color: $faint; background: transparent; border-color: transparent;
  font-weight: 400; }
QPushButton[segment="true"]:focus { border: 2px solid $focus; padding: 3px 5px; }

QFrame#notice { border-radius: ${r}px; border: 1px solid $info; background: $info_soft; }
QFrame#notice[level="success"] { border-color: $success; background: $success_soft; }
QFrame#notice[level="warning"] { border-color: $warning; background: $warning_soft; }
QFrame#notice[level="error"] { border-color: $error; background: $error_soft; }
""")


_SHADE = "rgba(0, 0, 0, 90)"
"""What lies between the page and a drawer over it, in every theme."""


def style_sheet(tokens: DesignTokens, scale: float) -> str:
    """The style sheet of a theme with type at `scale` times its usual size."""
    values = {field.name: getattr(tokens, field.name) for field in fields(tokens)}
    marks = Path(str(files("songwright_resources") / "themes" / tokens.name)).as_posix()
    sizes = {"base": round(13 * scale), "small": round(12 * scale), "title": round(18 * scale)}
    return _SHEET.substitute(values, shade=_SHADE, r=RADIUS_SMALL, R=RADIUS, marks=marks, **sizes)
