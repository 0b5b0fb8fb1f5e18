"use strict";
// Nothing here is needed: every page works without it.
(function () {
	var leave = document.getElementById("leave"), presses = [];

	// The page is blank before anything is asked of anybody.
	function gone() {
		document.documentElement.className = "gone";
		document.title = "Notes";
	}
	if (!leave) {
		return;
	}
	leave.addEventListener("submit", gone);
	document.addEventListener("keydown", function (event) {
		var now = event.timeStamp;

		if (event.key !== "Shift" || event.repeat) {
			if (event.key !== "Shift") {
				presses = [];
			}
			return;
		}
		presses = presses.filter(function (at) {
			return now - at < 5000;
		});
		presses.push(now);
		if (presses.length === 3) {
			gone();
			leave.submit();
		}
	});
	// Back after leaving or locking shows nothing kept by the browser.
	window.addEventListener("pageshow", function (event) {
		if (event.persisted) {
			gone();
			window.location.reload();
		}
	});
}());
