# Third-party browser files, kept in the repository so that no page needs the internet.
# `make vendor` fetches the pinned releases again and proves that they are the files in SHA256SUMS.
# To move to a newer release: change the version, run `make vendor-sums`, read the diff, commit both.

VENDOR_DIR := static/vendor
BOOTSTRAP_VERSION := 5.3.9
HTMX_VERSION := 2.0.11
ECHARTS_VERSION := 6.1.0
INTER_VERSION := 5.3.0

.PHONY: vendor vendor-fetch vendor-sums vendor-check

vendor: vendor-fetch vendor-check

vendor-fetch:
	@command -v npm >/dev/null || { echo "make vendor needs npm (Debian: apt-get install npm)"; exit 1; }
	@set -e; work=$$(mktemp -d); trap 'rm -rf "$$work"' EXIT; \
	fetch() { (cd "$$work" && mkdir "$$1" && tar xzf "$$(npm pack --silent "$$2")" -C "$$1" --strip-components=1); }; \
	take() { install -D -m 0644 "$$work/$$1" "$(VENDOR_DIR)/$$2"; }; \
	fetch bootstrap bootstrap@$(BOOTSTRAP_VERSION); \
	fetch htmx htmx.org@$(HTMX_VERSION); \
	fetch echarts echarts@$(ECHARTS_VERSION); \
	fetch inter @fontsource-variable/inter@$(INTER_VERSION); \
	rm -rf $(VENDOR_DIR)/bootstrap $(VENDOR_DIR)/htmx $(VENDOR_DIR)/echarts $(VENDOR_DIR)/inter; \
	take bootstrap/dist/css/bootstrap.min.css bootstrap/bootstrap.min.css; \
	take bootstrap/dist/js/bootstrap.bundle.min.js bootstrap/bootstrap.bundle.min.js; \
	take bootstrap/LICENSE bootstrap/LICENSE; \
	take htmx/dist/htmx.min.js htmx/htmx.min.js; \
	take htmx/LICENSE htmx/LICENSE; \
	take echarts/dist/echarts.common.min.js echarts/echarts.common.min.js; \
	take echarts/LICENSE echarts/LICENSE; \
	take echarts/NOTICE echarts/NOTICE; \
	take echarts/licenses/LICENSE-d3 echarts/LICENSE-d3; \
	take inter/files/inter-latin-wght-normal.woff2 inter/inter-latin.woff2; \
	take inter/files/inter-latin-ext-wght-normal.woff2 inter/inter-latin-ext.woff2; \
	take inter/LICENSE inter/LICENSE; \
	sed -i '/^\/[/*]# sourceMappingURL=.*$$/d' \
		$(VENDOR_DIR)/bootstrap/bootstrap.min.css $(VENDOR_DIR)/bootstrap/bootstrap.bundle.min.js \
		$(VENDOR_DIR)/htmx/htmx.min.js $(VENDOR_DIR)/echarts/echarts.common.min.js

vendor-sums: vendor-fetch
	@cd $(VENDOR_DIR) && find . -type f ! -name SHA256SUMS -printf '%P\n' | LC_ALL=C sort | xargs sha256sum > SHA256SUMS

vendor-check:
	@cd $(VENDOR_DIR) && sha256sum --check --quiet --strict SHA256SUMS && echo "static/vendor matches SHA256SUMS"
