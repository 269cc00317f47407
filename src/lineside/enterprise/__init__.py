"""Enterprise: exchange with ERP and other systems."""
