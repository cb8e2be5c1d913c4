"""职称证书: numbers, the electronic certificate, its check by anyone, correction and revocation."""
