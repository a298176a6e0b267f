"""Asks for a painter's weights, has the cover painted over, and shows how far that is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from songwright.core.artwork import Recipe
from songwright.core.errors import SongwrightError
from songwright.host.settings import PAINTER_WEIGHTS
from songwright.painter.overpaint import is_installed, memory_told
from songwright.painter.protocol import PaintOver
from songwright.painter.weights import PaintingWeights, look_at_weights
from songwright.ui.cover.overpainting import STEPS, STRENGTH, Overpainting, painting_of
from songwright.ui.dialogs.buttons import dress
from songwright.ui.fields import caption, label
from songwright.ui.services import Services

__all__ = ["PaintDialog"]

_MOST_STEPS = 50


class PaintDialog(QDialog):
    """Stays open while it paints; closing it ends the painter, and the drawn cover is as it was."""

    painted = Signal(QImage)

    def __init__(
        self,
        services: Services,
        recipe: Recipe,
        parent: QWidget | None = None,
        *,
        command: Callable[[], Sequence[str]] | None = None,
        installed: Callable[[], bool] = is_installed,
    ) -> None:
        """`command` and `installed` are for tests: another painter's process, and whether there is one."""
        super().__init__(parent)
        self._services, self._recipe, self._command = services, recipe, command
        self._installed = installed()
        self._weights: PaintingWeights | None = None
        self._painting: Overpainting | None = None
        self.setWindowTitle(self.tr("Paint Over the Cover"))
        self.path = QLineEdit(services.settings.get(PAINTER_WEIGHTS))
        self.path.setAccessibleName(self.tr("Weights"))
        self.path.setPlaceholderText(self.tr("One file with all of it: .safetensors or .gguf"))
        self.browse = QPushButton(self.tr("Choose…"))
        self.strength = QSlider(Qt.Orientation.Horizontal)
        self.strength.setRange(10, 90)
        self.strength.setValue(round(100 * STRENGTH))
        self.strength.setAccessibleName(self.tr("How far from the drawing"))
        self.steps = QSpinBox()
        self.steps.setRange(1, _MOST_STEPS)
        self.steps.setValue(STEPS)
        self.steps.setAccessibleName(self.tr("Steps"))
        self.steps.setToolTip(self.tr("SDXS needs 1, SD-Turbo 1 to 4, others 20 and more"))
        self.told = caption()
        self.told.setWordWrap(True)
        self.progress = QProgressBar()
        self.progress.setRange(0, 100)
        self.progress.setAccessibleName(self.tr("Painting"))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        dress(self.buttons, QDialogButtonBox.StandardButton.Ok, self.tr("Paint"))
        self._lay_out()
        self._connect()
        self._look()

    def _lay_out(self) -> None:
        intro = label(
            self.tr(
                "A painting model of your own, such as SD-Turbo or SDXS, paints over the drawing on this machine. "
                "The title is left out; the drawn cover stays beneath and can come back."
            ),
            "",
        )
        intro.setWordWrap(True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(self.tr("Weights"), "field", buddy=self.path), 0, 0)
        grid.addWidget(self.path, 0, 1)
        grid.addWidget(self.browse, 0, 2)
        far = QHBoxLayout()
        far.addWidget(caption(self.tr("Like it")))
        far.addWidget(self.strength, 1)
        far.addWidget(caption(self.tr("Free")))
        grid.addWidget(label(self.tr("Drawing"), "field", buddy=self.strength), 1, 0)
        grid.addLayout(far, 1, 1, 1, 2)
        grid.addWidget(label(self.tr("Steps"), "field", buddy=self.steps), 2, 0)
        grid.addWidget(self.steps, 2, 1, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(intro)
        column.addLayout(grid)
        column.addWidget(self.told)
        column.addWidget(self.progress)
        column.addStretch(1)
        column.addWidget(self.buttons)
        self.setMinimumWidth(520)
        self.progress.hide()

    def _connect(self) -> None:
        self.path.textChanged.connect(self._look)
        self.browse.clicked.connect(lambda _checked=False: self._choose())
        # Ok begins and the dialog stays: it is over when there is a picture.
        self.buttons.accepted.connect(self.paint)
        self.buttons.rejected.connect(self.reject)

    # --- the weights --------------------------------------------------------------------------------------------

    def _choose(self) -> None:
        kinds = self.tr("Painting models (*.safetensors *.gguf)")
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Choose the weights"), self.path.text(), kinds)
        if path:
            self.path.setText(path)

    def _look(self) -> None:
        """Look at the file's header and tell what it would take, or why it cannot be used."""
        self._weights = None
        text = self.path.text().strip()
        if not self._installed:
            self.told.setText(
                self.tr("Painting needs the extra “pictures” (stable-diffusion-cpp-python), which is not installed.")
            )
        elif not text:
            self.told.setText(self.tr("Check the licence of your model before you sell a picture."))
        else:
            try:
                self._weights = look_at_weights(Path(text).expanduser())
                self.told.setText(memory_told(self._weights))
            except SongwrightError as error:
                self.told.setText(error.message)
        self._show_possible()

    def _show_possible(self) -> None:
        busy = self._painting is not None
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(self._weights is not None and not busy)
        for widget in (self.path, self.browse, self.strength, self.steps):
            widget.setEnabled(not busy)
        self.progress.setVisible(busy)

    # --- the painting -------------------------------------------------------------------------------------------

    def paint(self) -> None:
        """Begin to paint."""
        if self._weights is None or self._painting is not None:
            return
        self._services.settings.set(PAINTER_WEIGHTS, str(self._weights.path))
        recipe, path = self._recipe, self._weights.path
        steps, strength = self.steps.value(), self.strength.value() / 100
        self.progress.setRange(0, 0)
        self.progress.show()
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(False)
        self._services.jobs.run(lambda: painting_of(recipe, path, steps, strength), self._begin)

    def _begin(self, request: PaintOver) -> None:
        if not self.isVisible():
            return
        self._painting = Overpainting(request, self, command=self._command)
        self._painting.told.connect(self._tell)
        self._painting.painted.connect(self._finish)
        self._painting.failed.connect(self._fail)
        self._show_possible()
        self._painting.start()

    def _tell(self, share: float) -> None:
        self.progress.setRange(0, 100)
        self.progress.setValue(round(100 * share))

    def _finish(self, image: QImage) -> None:
        self._painting = None
        self.painted.emit(image)
        self.accept()

    def _fail(self, message: str, detail: str) -> None:
        self._painting = None
        self._show_possible()
        self.told.setText(message)
        self.told.setToolTip(detail)

    def done(self, result: int) -> None:
        """End the painter with the dialog."""
        if self._painting is not None:
            self._painting.cancel()
            self._painting = None
        super().done(result)
