/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A certificate for tests. Its key is no secret and protects nothing: only
 * whoever trusts this certificate on purpose is spoken to with it. */
#include "simulator.h"

static const gchar pem[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIBmzCCAUKgAwIBAgIBATAKBggqhkjOPQQDAjAcMRowGAYDVQQDExFxd2VudHRz\n"
    "IHNpbXVsYXRvcjAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowHDEa\n"
    "MBgGA1UEAxMRcXdlbnR0cyBzaW11bGF0b3IwWTATBgcqhkjOPQIBBggqhkjOPQMB\n"
    "BwNCAATrn7VKs3fq+CdDHar1DQn8nYElFrfWzRf3Jpwbw7l+WGun43J0Cbyb9QbM\n"
    "tG1EiJ0LnWAQ+C5uD3DjjLF46bsFo3MwcTAPBgNVHRMBAf8EBTADAQH/MBoGA1Ud\n"
    "EQQTMBGCCWxvY2FsaG9zdIcEfwAAATATBgNVHSUEDDAKBggrBgEFBQcDATAOBgNV\n"
    "HQ8BAf8EBAMCAoQwHQYDVR0OBBYEFD1HY9ad9zX+ZuI/448iJANe6wEgMAoGCCqG\n"
    "SM49BAMCA0cAMEQCIHDWh/926+rsfv6MMBIYGfgVTie+6+Bc8qBMcQxwtm8pAiAg\n"
    "5A1HRCm2mU35eC9uFmZdewHAy+kNouamvZVzC8pKhQ==\n"
    "-----END CERTIFICATE-----\n"
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg0xNi3ZBTcwGy9xGT\n"
    "MgtKi9DieSRuH0zWWO5NwxbsMmWhRANCAATrn7VKs3fq+CdDHar1DQn8nYElFrfW\n"
    "zRf3Jpwbw7l+WGun43J0Cbyb9QbMtG1EiJ0LnWAQ+C5uD3DjjLF46bsF\n"
    "-----END PRIVATE KEY-----\n";

GTlsCertificate *
qwentts_simulator_new_certificate (GError ** error)
{
  return g_tls_certificate_new_from_pem (pem, -1, error);
}
