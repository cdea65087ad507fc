/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The simulator's tests: what it refuses, what it does, how it fails. */
#pragma once

void add_refusal_tests (void);
void add_task_tests (void);
void add_audio_tests (void);
void add_design_tests (void);
void add_preview_tests (void);
void add_voices_tests (void);
void add_fault_tests (void);
void add_spec_tests (void);
void add_port_file_tests (void);
void add_program_tests (void);
