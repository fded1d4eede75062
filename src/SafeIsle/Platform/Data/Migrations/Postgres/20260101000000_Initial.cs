using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace SafeIsle.Platform.Data.Migrations.Postgres
{
    [Microsoft.EntityFrameworkCore.Infrastructure.DbContext(typeof(PostgresDb))]
    [Migration("20260101000000_Initial")]
    public partial class Initial : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "account",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    display_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    duty_title = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    we_com_user = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    work_phone_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    last_login_at = table.Column<long>(type: "bigint", nullable: true),
                    authenticator_key = table.Column<byte[]>(type: "bytea", nullable: true),
                    authenticator_step = table.Column<long>(type: "bigint", nullable: false),
                    recovery_hashes = table.Column<List<string>>(type: "text[]", nullable: false),
                    user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_user_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    normalized_email = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    email_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: true),
                    security_stamp = table.Column<string>(type: "text", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "text", nullable: true),
                    phone_number = table.Column<string>(type: "text", nullable: true),
                    phone_number_confirmed = table.Column<bool>(type: "boolean", nullable: false),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    lockout_end = table.Column<long>(type: "bigint", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_account", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    actor_id = table.Column<Guid>(type: "uuid", nullable: true),
                    actor_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    action = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: true),
                    summary = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_entry", x => new { x.community_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "audit_head",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_head", x => x.community_id);
                });

            migrationBuilder.CreateTable(
                name: "community",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    above = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    phone = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_community", x => x.community_id);
                });

            migrationBuilder.CreateTable(
                name: "division",
                columns: table => new
                {
                    code = table.Column<long>(type: "bigint", nullable: false),
                    parent = table.Column<long>(type: "bigint", nullable: false),
                    level = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_division", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "gate_key_row",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kid = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    private_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    @public = table.Column<byte[]>(name: "public", type: "bytea", nullable: false),
                    made_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gate_key_row", x => new { x.community_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "gate_scan",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    gate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    device_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    device_at = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    received_at = table.Column<long>(type: "bigint", nullable: false),
                    direction = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    how = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    pass_id = table.Column<Guid>(type: "uuid", nullable: true),
                    counter = table.Column<int>(type: "integer", nullable: true),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: true),
                    dwelling = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    tenths = table.Column<int>(type: "integer", nullable: true),
                    verdict = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    reason = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    server_verdict = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    server_reason = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    note = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    guard = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    firm_id = table.Column<Guid>(type: "uuid", nullable: true),
                    differs = table.Column<bool>(type: "boolean", nullable: false),
                    mark = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    about_id = table.Column<Guid>(type: "uuid", nullable: true),
                    void_at = table.Column<long>(type: "bigint", nullable: true),
                    content = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gate_scan", x => new { x.community_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "installation",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    key_fingerprint = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    is_demo = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_installation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "invitation",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    display_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    duty_title = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    role = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    place = table.Column<long>(type: "bigint", nullable: false),
                    buildings = table.Column<List<Guid>>(type: "uuid[]", nullable: false),
                    invited_by = table.Column<Guid>(type: "uuid", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    used_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitation", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "job",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    title = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    message = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    finished_at = table.Column<long>(type: "bigint", nullable: true),
                    input = table.Column<string>(type: "text", nullable: false),
                    result_name = table.Column<string>(type: "text", nullable: true),
                    result_type = table.Column<string>(type: "text", nullable: true),
                    result_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    lease_until = table.Column<long>(type: "bigint", nullable: true),
                    tries = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_job", x => new { x.community_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "pass_sequence",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    last = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pass_sequence", x => x.community_id);
                });

            migrationBuilder.CreateTable(
                name: "photo",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    content_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_photo", x => new { x.community_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "register_change",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    source = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    content_sealed = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_change", x => new { x.community_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "tip_quota",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    sender = table.Column<long>(type: "bigint", nullable: false),
                    count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tip_quota", x => new { x.community_id, x.day, x.sender });
                });

            migrationBuilder.CreateTable(
                name: "grant",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    role = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    place = table.Column<long>(type: "bigint", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_grant", x => x.id);
                    table.ForeignKey(
                        name: "FK_grant_account_account_id",
                        column: x => x.account_id,
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "identity_user_claim",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    claim_type = table.Column<string>(type: "text", nullable: true),
                    claim_value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_user_claim", x => x.id);
                    table.ForeignKey(
                        name: "FK_identity_user_claim_account_user_id",
                        column: x => x.user_id,
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "identity_user_login",
                columns: table => new
                {
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    provider_key = table.Column<string>(type: "text", nullable: false),
                    provider_display_name = table.Column<string>(type: "text", nullable: true),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_user_login", x => new { x.login_provider, x.provider_key });
                    table.ForeignKey(
                        name: "FK_identity_user_login_account_user_id",
                        column: x => x.user_id,
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "identity_user_token",
                columns: table => new
                {
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    login_provider = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_identity_user_token", x => new { x.user_id, x.login_provider, x.name });
                    table.ForeignKey(
                        name: "FK_identity_user_token_account_user_id",
                        column: x => x.user_id,
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "password_link",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    drops_second_step = table.Column<bool>(type: "boolean", nullable: false),
                    made_by = table.Column<Guid>(type: "uuid", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    used_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_password_link", x => x.id);
                    table.ForeignKey(
                        name: "FK_password_link_account_account_id",
                        column: x => x.account_id,
                        principalTable: "account",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "care_tag",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    name = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    words = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    asks_detail = table.Column<bool>(type: "boolean", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    closed_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_care_tag", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_care_tag_community_community_id",
                        column: x => x.community_id,
                        principalTable: "community",
                        principalColumn: "community_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "compound",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    sort_key = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_compound", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_compound_community_community_id",
                        column: x => x.community_id,
                        principalTable: "community",
                        principalColumn: "community_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "export_request",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    list = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    title = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    query = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    filter = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    people = table.Column<int>(type: "integer", nullable: false),
                    full = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    decided_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_by_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    fetched_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_export_request", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_export_request_community_community_id",
                        column: x => x.community_id,
                        principalTable: "community",
                        principalColumn: "community_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "fact_statement",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: true),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    from = table.Column<long>(type: "bigint", nullable: false),
                    to = table.Column<long>(type: "bigint", nullable: false),
                    title = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    created_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    signed_at = table.Column<long>(type: "bigint", nullable: true),
                    signed_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_fact_statement", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_fact_statement_community_community_id",
                        column: x => x.community_id,
                        principalTable: "community",
                        principalColumn: "community_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "firm",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    start = table.Column<int>(type: "integer", nullable: false),
                    stop = table.Column<int>(type: "integer", nullable: false),
                    gate_ids = table.Column<string>(type: "character varying(740)", maxLength: 740, nullable: false),
                    phone_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    what = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    dwelling = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    inside = table.Column<bool>(type: "boolean", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    changed_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_firm", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_firm_community_community_id",
                        column: x => x.community_id,
                        principalTable: "community",
                        principalColumn: "community_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "gate_setting",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    plan_code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gate_setting", x => x.community_id);
                    table.ForeignKey(
                        name: "FK_gate_setting_community_community_id",
                        column: x => x.community_id,
                        principalTable: "community",
                        principalColumn: "community_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "grid_split",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: true),
                    weight = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    why = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    made_at = table.Column<long>(type: "bigint", nullable: false),
                    made_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_grid_split", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_grid_split_community_community_id",
                        column: x => x.community_id,
                        principalTable: "community",
                        principalColumn: "community_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "outside_message",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    way = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    about = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    @for = table.Column<string>(name: "for", type: "character varying(80)", maxLength: 80, nullable: false),
                    content_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    by_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    next_at = table.Column<long>(type: "bigint", nullable: false),
                    problem = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_outside_message", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_outside_message_community_community_id",
                        column: x => x.community_id,
                        principalTable: "community",
                        principalColumn: "community_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "register_import",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    file_size = table.Column<int>(type: "integer", nullable: false),
                    by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    stage = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    file_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    plan_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    rejects_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    job_id = table.Column<Guid>(type: "uuid", nullable: true),
                    skipped = table.Column<int>(type: "integer", nullable: false),
                    result = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    finished_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_import", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_register_import_community_community_id",
                        column: x => x.community_id,
                        principalTable: "community",
                        principalColumn: "community_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "response_plan",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    published_at = table.Column<long>(type: "bigint", nullable: false),
                    published_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_response_plan", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_response_plan_community_community_id",
                        column: x => x.community_id,
                        principalTable: "community",
                        principalColumn: "community_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "risk_area",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    level = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: true),
                    source = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    withdrawn_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_risk_area", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_risk_area_community_community_id",
                        column: x => x.community_id,
                        principalTable: "community",
                        principalColumn: "community_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "script_version",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    made_at = table.Column<long>(type: "bigint", nullable: false),
                    made_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_script_version", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_script_version_community_community_id",
                        column: x => x.community_id,
                        principalTable: "community",
                        principalColumn: "community_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sent_list",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    sender = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    document_number = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    why = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    received_on = table.Column<DateOnly>(type: "date", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    stage = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    file_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    plan_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    job_id = table.Column<Guid>(type: "uuid", nullable: true),
                    rows = table.Column<int>(type: "integer", nullable: false),
                    matched_at = table.Column<long>(type: "bigint", nullable: true),
                    dropped = table.Column<string>(type: "character varying(160)", maxLength: 160, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sent_list", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_sent_list_community_community_id",
                        column: x => x.community_id,
                        principalTable: "community",
                        principalColumn: "community_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "shelf_drop",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    gate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: true),
                    place = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    firm = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    left_at = table.Column<long>(type: "bigint", nullable: true),
                    left_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    taken_at = table.Column<long>(type: "bigint", nullable: true),
                    taken_by = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    changed_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_shelf_drop", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_shelf_drop_community_community_id",
                        column: x => x.community_id,
                        principalTable: "community",
                        principalColumn: "community_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "tip",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    text_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    note_sealed = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_tip", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_tip_community_community_id",
                        column: x => x.community_id,
                        principalTable: "community",
                        principalColumn: "community_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "usual_contacts",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    contacts_sealed = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_usual_contacts", x => x.community_id);
                    table.ForeignKey(
                        name: "FK_usual_contacts_community_community_id",
                        column: x => x.community_id,
                        principalTable: "community",
                        principalColumn: "community_id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "building",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    compound_id = table.Column<Guid>(type: "uuid", nullable: false),
                    label = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    key = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    sort_key = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_building", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_building_compound_community_id_compound_id",
                        columns: x => new { x.community_id, x.compound_id },
                        principalTable: "compound",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "gate",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    compound_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    name = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    is_open = table.Column<bool>(type: "boolean", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gate", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_gate_compound_community_id_compound_id",
                        columns: x => new { x.community_id, x.compound_id },
                        principalTable: "compound",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "plan_ground",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    shapes = table.Column<string>(type: "text", nullable: false),
                    height = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_plan_ground", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_plan_ground_compound_community_id_id",
                        columns: x => new { x.community_id, x.id },
                        principalTable: "compound",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "plan_picture",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    photo_id = table.Column<Guid>(type: "uuid", nullable: false),
                    height = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_plan_picture", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_plan_picture_compound_community_id_id",
                        columns: x => new { x.community_id, x.id },
                        principalTable: "compound",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_plan_picture_photo_community_id_photo_id",
                        columns: x => new { x.community_id, x.photo_id },
                        principalTable: "photo",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "plan_spot",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    compound_id = table.Column<Guid>(type: "uuid", nullable: false),
                    x = table.Column<int>(type: "integer", nullable: false),
                    y = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_plan_spot", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_plan_spot_compound_community_id_compound_id",
                        columns: x => new { x.community_id, x.compound_id },
                        principalTable: "compound",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "statement_version",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    statement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    text_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_statement_version", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_statement_version_fact_statement_community_id_statement_id",
                        columns: x => new { x.community_id, x.statement_id },
                        principalTable: "fact_statement",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "grid",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    split_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_grid", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_grid_grid_split_community_id_split_id",
                        columns: x => new { x.community_id, x.split_id },
                        principalTable: "grid_split",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "staged_row",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<int>(type: "integer", nullable: false),
                    verdict = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    missing = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    place = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    door = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    offered = table.Column<int>(type: "integer", nullable: false),
                    overwrites = table.Column<int>(type: "integer", nullable: false),
                    chosen = table.Column<int>(type: "integer", nullable: false),
                    make_place = table.Column<bool>(type: "boolean", nullable: true),
                    has_warning = table.Column<bool>(type: "boolean", nullable: false),
                    has_twin = table.Column<bool>(type: "boolean", nullable: false),
                    content_sealed = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_staged_row", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_staged_row_register_import_community_id_import_id",
                        columns: x => new { x.community_id, x.import_id },
                        principalTable: "register_import",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "campaign",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    whom = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    script_id = table.Column<Guid>(type: "uuid", nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    by_code = table.Column<bool>(type: "boolean", nullable: false),
                    made_at = table.Column<long>(type: "bigint", nullable: false),
                    made_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_campaign", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_campaign_script_version_community_id_script_id",
                        columns: x => new { x.community_id, x.script_id },
                        principalTable: "script_version",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sent_row",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    list_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    outcome = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    basis = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    content_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    answer_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    decided_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    decided_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sent_row", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_sent_row_sent_list_community_id_list_id",
                        columns: x => new { x.community_id, x.list_id },
                        principalTable: "sent_list",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "closure_order",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    label = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    whole = table.Column<bool>(type: "boolean", nullable: false),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    authority = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    document_number = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    basis = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    decided_on = table.Column<DateOnly>(type: "date", nullable: false),
                    starts_at = table.Column<long>(type: "bigint", nullable: false),
                    closed_until = table.Column<long>(type: "bigint", nullable: false),
                    monitored_until = table.Column<long>(type: "bigint", nullable: false),
                    made_at = table.Column<long>(type: "bigint", nullable: false),
                    made_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    door_notice = table.Column<string>(type: "text", nullable: false),
                    objection = table.Column<string>(type: "text", nullable: false),
                    passed_at = table.Column<long>(type: "bigint", nullable: true),
                    lifted_at = table.Column<long>(type: "bigint", nullable: true),
                    lifted_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    lift_document = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    lift_reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    lifting_notice = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_closure_order", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_closure_order_building_community_id_building_id",
                        columns: x => new { x.community_id, x.building_id },
                        principalTable: "building",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_closure_order_response_plan_community_id_plan_id",
                        columns: x => new { x.community_id, x.plan_id },
                        principalTable: "response_plan",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "dwelling",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit = table.Column<int>(type: "integer", nullable: false),
                    floor = table.Column<int>(type: "integer", nullable: false),
                    room = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    label = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    sort_key = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false, collation: "C"),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    merged_into = table.Column<Guid>(type: "uuid", nullable: true),
                    door_code_version = table.Column<int>(type: "integer", nullable: false),
                    door_code_hash = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dwelling", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_dwelling_building_community_id_building_id",
                        columns: x => new { x.community_id, x.building_id },
                        principalTable: "building",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "breach",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    gate_id = table.Column<Guid>(type: "uuid", nullable: true),
                    spot = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    owner_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    closed_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_breach", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_breach_gate_community_id_gate_id",
                        columns: x => new { x.community_id, x.gate_id },
                        principalTable: "gate",
                        principalColumns: new[] { "community_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "enclosure",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    compound_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    gate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_at = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: true),
                    dissolved_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enclosure", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_enclosure_compound_community_id_compound_id",
                        columns: x => new { x.community_id, x.compound_id },
                        principalTable: "compound",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_enclosure_gate_community_id_gate_id",
                        columns: x => new { x.community_id, x.gate_id },
                        principalTable: "gate",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "gate_change",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    gate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    open = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    entered_at = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: true),
                    why = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    decided_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    taken_back_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gate_change", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_gate_change_gate_community_id_gate_id",
                        columns: x => new { x.community_id, x.gate_id },
                        principalTable: "gate",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "gate_device",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    gate_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    enrol_hash = table.Column<long>(type: "bigint", nullable: true),
                    enrol_until = table.Column<long>(type: "bigint", nullable: true),
                    token_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    enrolled_at = table.Column<long>(type: "bigint", nullable: true),
                    seen_at = table.Column<long>(type: "bigint", nullable: true),
                    waiting = table.Column<int>(type: "integer", nullable: true),
                    behind_ms = table.Column<long>(type: "bigint", nullable: false),
                    wiped_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gate_device", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_gate_device_gate_community_id_gate_id",
                        columns: x => new { x.community_id, x.gate_id },
                        principalTable: "gate",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "grid_duty",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    grid_id = table.Column<Guid>(type: "uuid", nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    role = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_why = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_grid_duty", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_grid_duty_grid_community_id_grid_id",
                        columns: x => new { x.community_id, x.grid_id },
                        principalTable: "grid",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "grid_part",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    split_id = table.Column<Guid>(type: "uuid", nullable: false),
                    grid_id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_grid_part", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_grid_part_grid_community_id_grid_id",
                        columns: x => new { x.community_id, x.grid_id },
                        principalTable: "grid",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sent_candidate",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    list_id = table.Column<Guid>(type: "uuid", nullable: false),
                    row_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    basis = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    perhaps = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sent_candidate", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_sent_candidate_sent_row_community_id_row_id",
                        columns: x => new { x.community_id, x.row_id },
                        principalTable: "sent_row",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "announcement",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    form_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    title = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    body = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    pinned = table.Column<bool>(type: "boolean", nullable: false),
                    repeat_minutes = table.Column<int>(type: "integer", nullable: true),
                    caller_id = table.Column<Guid>(type: "uuid", nullable: false),
                    caller_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    texted_round = table.Column<int>(type: "integer", nullable: false),
                    texted_at = table.Column<long>(type: "bigint", nullable: true),
                    texted_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    hidden_at = table.Column<long>(type: "bigint", nullable: true),
                    hidden_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    hidden_reason = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_announcement", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_announcement_closure_order_community_id_order_id",
                        columns: x => new { x.community_id, x.order_id },
                        principalTable: "closure_order",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "building_group",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code_version = table.Column<int>(type: "integer", nullable: false),
                    code_hash = table.Column<long>(type: "bigint", nullable: false),
                    made_at = table.Column<long>(type: "bigint", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_building_group", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_building_group_closure_order_community_id_order_id",
                        columns: x => new { x.community_id, x.order_id },
                        principalTable: "closure_order",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "closure_event",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    stage = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    words = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_closure_event", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_closure_event_closure_order_community_id_order_id",
                        columns: x => new { x.community_id, x.order_id },
                        principalTable: "closure_order",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "closure_extension",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    authority = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    document_number = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    basis = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    old_starts_at = table.Column<long>(type: "bigint", nullable: true),
                    starts_at = table.Column<long>(type: "bigint", nullable: true),
                    old_closed_until = table.Column<long>(type: "bigint", nullable: false),
                    old_monitored_until = table.Column<long>(type: "bigint", nullable: false),
                    closed_until = table.Column<long>(type: "bigint", nullable: false),
                    monitored_until = table.Column<long>(type: "bigint", nullable: false),
                    test_days = table.Column<List<int>>(type: "integer[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_closure_extension", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_closure_extension_closure_order_community_id_order_id",
                        columns: x => new { x.community_id, x.order_id },
                        principalTable: "closure_order",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "closure_task",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    stage = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    title = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    role = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    owner_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    clock = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    target_seconds = table.Column<int>(type: "integer", nullable: true),
                    before_lifting = table.Column<bool>(type: "boolean", nullable: false),
                    reads_care = table.Column<bool>(type: "boolean", nullable: false),
                    done_at = table.Column<long>(type: "bigint", nullable: true),
                    done_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_closure_task", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_closure_task_closure_order_community_id_order_id",
                        columns: x => new { x.community_id, x.order_id },
                        principalTable: "closure_order",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "closure_unit",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit = table.Column<int>(type: "integer", nullable: false),
                    lifted_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_closure_unit", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_closure_unit_closure_order_community_id_order_id",
                        columns: x => new { x.community_id, x.order_id },
                        principalTable: "closure_order",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "group_party",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    invitation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    phone_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    added_at = table.Column<long>(type: "bigint", nullable: false),
                    added_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_group_party", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_group_party_closure_order_community_id_order_id",
                        columns: x => new { x.community_id, x.order_id },
                        principalTable: "closure_order",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "help_request",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: true),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    resident_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    entered_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    text_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    phone_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    photo_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    owner_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    closed_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_help_request", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_help_request_closure_order_community_id_order_id",
                        columns: x => new { x.community_id, x.order_id },
                        principalTable: "closure_order",
                        principalColumns: new[] { "community_id", "id" });
                    table.ForeignKey(
                        name: "FK_help_request_photo_community_id_photo_id",
                        columns: x => new { x.community_id, x.photo_id },
                        principalTable: "photo",
                        principalColumns: new[] { "community_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "household_keeper",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    resident_id = table.Column<Guid>(type: "uuid", nullable: true),
                    account_id = table.Column<Guid>(type: "uuid", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_household_keeper", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_household_keeper_closure_order_community_id_order_id",
                        columns: x => new { x.community_id, x.order_id },
                        principalTable: "closure_order",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "mute",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    resident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reason = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    by_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_mute", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_mute_closure_order_community_id_order_id",
                        columns: x => new { x.community_id, x.order_id },
                        principalTable: "closure_order",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "post_call",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    outcome = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_post_call", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_post_call_closure_order_community_id_order_id",
                        columns: x => new { x.community_id, x.order_id },
                        principalTable: "closure_order",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "question",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    resident_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    open = table.Column<bool>(type: "boolean", nullable: false),
                    text_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    answered_at = table.Column<long>(type: "bigint", nullable: true),
                    hidden_at = table.Column<long>(type: "bigint", nullable: true),
                    hidden_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    hidden_reason = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_question", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_question_closure_order_community_id_order_id",
                        columns: x => new { x.community_id, x.order_id },
                        principalTable: "closure_order",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "release_certificate",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code_hash = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    dwelling = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    document_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    started_at = table.Column<long>(type: "bigint", nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: false),
                    made_at = table.Column<long>(type: "bigint", nullable: false),
                    made_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    revoked_at = table.Column<long>(type: "bigint", nullable: true),
                    revoked_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    revoke_reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_release_certificate", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_release_certificate_closure_order_community_id_order_id",
                        columns: x => new { x.community_id, x.order_id },
                        principalTable: "closure_order",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "door_try",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    right = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_door_try", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_door_try_dwelling_community_id_dwelling_id",
                        columns: x => new { x.community_id, x.dwelling_id },
                        principalTable: "dwelling",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "dwelling_occupancy",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    since = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    evidence_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dwelling_occupancy", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_dwelling_occupancy_dwelling_community_id_id",
                        columns: x => new { x.community_id, x.id },
                        principalTable: "dwelling",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "household",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenure = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    number = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    verified_at = table.Column<long>(type: "bigint", nullable: true),
                    verified_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    source = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    closed_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_household", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_household_dwelling_community_id_dwelling_id",
                        columns: x => new { x.community_id, x.dwelling_id },
                        principalTable: "dwelling",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "meter_reading",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    thousandths = table.Column<long>(type: "bigint", nullable: false),
                    read_on = table.Column<DateOnly>(type: "date", nullable: false),
                    entered_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_meter_reading", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_meter_reading_dwelling_community_id_dwelling_id",
                        columns: x => new { x.community_id, x.dwelling_id },
                        principalTable: "dwelling",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "occupancy_evidence",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    sign = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    decided = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    detail = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    entered_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_occupancy_evidence", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_occupancy_evidence_dwelling_community_id_dwelling_id",
                        columns: x => new { x.community_id, x.dwelling_id },
                        principalTable: "dwelling",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "register_proposal",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    form_key = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: false),
                    waiting_slot = table.Column<int>(type: "integer", nullable: true),
                    source = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    filled_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    receipt = table.Column<string>(type: "character varying(9)", maxLength: 9, nullable: false),
                    people = table.Column<int>(type: "integer", nullable: false),
                    submitted_at = table.Column<long>(type: "bigint", nullable: false),
                    content_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    decided_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    decided_why = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register_proposal", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_register_proposal_dwelling_community_id_dwelling_id",
                        columns: x => new { x.community_id, x.dwelling_id },
                        principalTable: "dwelling",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "resident",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    is_proxy = table.Column<bool>(type: "boolean", nullable: false),
                    proof = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    joined_at = table.Column<long>(type: "bigint", nullable: false),
                    phone_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    decided_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    why = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    left_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_resident", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_resident_dwelling_community_id_dwelling_id",
                        columns: x => new { x.community_id, x.dwelling_id },
                        principalTable: "dwelling",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "returnee",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    dwelling = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    phone_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    from_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    arrives_at = table.Column<long>(type: "bigint", nullable: false),
                    transport = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    way = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    announced_at = table.Column<long>(type: "bigint", nullable: false),
                    announced_by = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    proven_at = table.Column<long>(type: "bigint", nullable: true),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    arrived_at = table.Column<long>(type: "bigint", nullable: true),
                    arrived_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    met_at = table.Column<long>(type: "bigint", nullable: true),
                    met_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_by = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_returnee", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_returnee_dwelling_community_id_dwelling_id",
                        columns: x => new { x.community_id, x.dwelling_id },
                        principalTable: "dwelling",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "todo",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit = table.Column<int>(type: "integer", nullable: false),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: true),
                    dwelling = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    sort_key = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false, collation: "C"),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    source_id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    asked_at = table.Column<long>(type: "bigint", nullable: false),
                    due_at = table.Column<long>(type: "bigint", nullable: false),
                    owner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    last_outcome = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    last_tried_at = table.Column<long>(type: "bigint", nullable: true),
                    closed_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_todo", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_todo_dwelling_community_id_dwelling_id",
                        columns: x => new { x.community_id, x.dwelling_id },
                        principalTable: "dwelling",
                        principalColumns: new[] { "community_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "breach_step",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    breach_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    act = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    entered_at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    to = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    note = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    photo_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_breach_step", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_breach_step_breach_community_id_breach_id",
                        columns: x => new { x.community_id, x.breach_id },
                        principalTable: "breach",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_breach_step_photo_community_id_photo_id",
                        columns: x => new { x.community_id, x.photo_id },
                        principalTable: "photo",
                        principalColumns: new[] { "community_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "enclosed_dwelling",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: false),
                    enclosure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_at = table.Column<long>(type: "bigint", nullable: false),
                    left_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enclosed_dwelling", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_enclosed_dwelling_dwelling_community_id_dwelling_id",
                        columns: x => new { x.community_id, x.dwelling_id },
                        principalTable: "dwelling",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_enclosed_dwelling_enclosure_community_id_enclosure_id",
                        columns: x => new { x.community_id, x.enclosure_id },
                        principalTable: "enclosure",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "enclosure_change",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    enclosure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    what = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    why = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    decided_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_enclosure_change", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_enclosure_change_enclosure_community_id_enclosure_id",
                        columns: x => new { x.community_id, x.enclosure_id },
                        principalTable: "enclosure",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "post_read",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    post_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    way = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_post_read", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_post_read_announcement_community_id_post_id",
                        columns: x => new { x.community_id, x.post_id },
                        principalTable: "announcement",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "help_step",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    request_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    act = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    to = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    text_sealed = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_help_step", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_help_step_help_request_community_id_request_id",
                        columns: x => new { x.community_id, x.request_id },
                        principalTable: "help_request",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "answer",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    question_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by_name = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    open = table.Column<bool>(type: "boolean", nullable: false),
                    text_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_answer", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_answer_question_community_id_question_id",
                        columns: x => new { x.community_id, x.question_id },
                        principalTable: "question",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "errand",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    category = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    where = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    what_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    back_by = table.Column<long>(type: "bigint", nullable: false),
                    companion = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    companion_id = table.Column<Guid>(type: "uuid", nullable: true),
                    evidence = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    authority = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    pass_id = table.Column<Guid>(type: "uuid", nullable: false),
                    issued_at = table.Column<long>(type: "bigint", nullable: false),
                    issued_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    left_at = table.Column<long>(type: "bigint", nullable: true),
                    back_at = table.Column<long>(type: "bigint", nullable: true),
                    closed_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    taken_back_at = table.Column<long>(type: "bigint", nullable: true),
                    taken_back_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    taken_back_why = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_errand", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_errand_household_community_id_household_id",
                        columns: x => new { x.community_id, x.household_id },
                        principalTable: "household",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "missing_call",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    duty_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    window = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    outcome = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    note_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    taken_back_at = table.Column<long>(type: "bigint", nullable: true),
                    taken_back_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_missing_call", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_missing_call_household_community_id_household_id",
                        columns: x => new { x.community_id, x.household_id },
                        principalTable: "household",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "pass",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    holder = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    counter = table.Column<int>(type: "integer", nullable: false),
                    rule = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    reprinted_at = table.Column<long>(type: "bigint", nullable: true),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    issued_at = table.Column<long>(type: "bigint", nullable: false),
                    issued_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    despite = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    evidence = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    revoked_at = table.Column<long>(type: "bigint", nullable: true),
                    revoked_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    revoked_why = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    changed_seq = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_pass", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_pass_household_community_id_household_id",
                        columns: x => new { x.community_id, x.household_id },
                        principalTable: "household",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "person",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    relation = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    position = table.Column<int>(type: "integer", nullable: false),
                    sex = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: true),
                    document_kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: true),
                    document_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    document_hash = table.Column<long>(type: "bigint", nullable: true),
                    phones_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    presence = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    away_where = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    registered_here = table.Column<bool>(type: "boolean", nullable: true),
                    registered_address = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    health_note_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    updated_at = table.Column<long>(type: "bigint", nullable: false),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    merged_into = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_person_household_community_id_household_id",
                        columns: x => new { x.community_id, x.household_id },
                        principalTable: "household",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "screening_target",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit = table.Column<int>(type: "integer", nullable: false),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    sort_key = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false, collation: "C"),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    state_at = table.Column<long>(type: "bigint", nullable: true),
                    state_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    why_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    left_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_screening_target", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_screening_target_campaign_community_id_campaign_id",
                        columns: x => new { x.community_id, x.campaign_id },
                        principalTable: "campaign",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_screening_target_household_community_id_household_id",
                        columns: x => new { x.community_id, x.household_id },
                        principalTable: "household",
                        principalColumns: new[] { "community_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "visit",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    name = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    document_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    phone_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    document_hash = table.Column<long>(type: "bigint", nullable: true),
                    arrives_at = table.Column<long>(type: "bigint", nullable: false),
                    transport = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    from = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    asked_at = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    decided_by = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    pass_id = table.Column<Guid>(type: "uuid", nullable: true),
                    came_at = table.Column<long>(type: "bigint", nullable: true),
                    left_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_visit", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_visit_household_community_id_household_id",
                        columns: x => new { x.community_id, x.household_id },
                        principalTable: "household",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "escalation",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit = table.Column<int>(type: "integer", nullable: false),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    sort_key = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false, collation: "C"),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    todo_id = table.Column<Guid>(type: "uuid", nullable: true),
                    title = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    to_street_at = table.Column<long>(type: "bigint", nullable: true),
                    decided_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_escalation", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_escalation_dwelling_community_id_dwelling_id",
                        columns: x => new { x.community_id, x.dwelling_id },
                        principalTable: "dwelling",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_escalation_todo_community_id_todo_id",
                        columns: x => new { x.community_id, x.todo_id },
                        principalTable: "todo",
                        principalColumns: new[] { "community_id", "id" });
                });

            migrationBuilder.CreateTable(
                name: "todo_try",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    todo_id = table.Column<Guid>(type: "uuid", nullable: false),
                    outcome = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    note_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    device_at = table.Column<long>(type: "bigint", nullable: true),
                    received_at = table.Column<long>(type: "bigint", nullable: false),
                    by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    too_late = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_todo_try", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_todo_try_todo_community_id_todo_id",
                        columns: x => new { x.community_id, x.todo_id },
                        principalTable: "todo",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "medicine_certificate",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    errand_id = table.Column<Guid>(type: "uuid", nullable: false),
                    code_hash = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    dwelling = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    document_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    medicine_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    pharmacy = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    companion = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    made_at = table.Column<long>(type: "bigint", nullable: false),
                    made_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    void_at = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_medicine_certificate", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_medicine_certificate_errand_community_id_errand_id",
                        columns: x => new { x.community_id, x.errand_id },
                        principalTable: "errand",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "health_alert",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    duty_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    window = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    tenths = table.Column<int>(type: "integer", nullable: true),
                    symptoms = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    outcome = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: true),
                    handled_at = table.Column<long>(type: "bigint", nullable: true),
                    handled_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    note_sealed = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_health_alert", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_health_alert_person_community_id_person_id",
                        columns: x => new { x.community_id, x.person_id },
                        principalTable: "person",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "measure",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: false),
                    authority = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    document_number = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    basis = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    starts_at = table.Column<long>(type: "bigint", nullable: false),
                    until = table.Column<long>(type: "bigint", nullable: false),
                    place = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    co_residents = table.Column<bool>(type: "boolean", nullable: false),
                    @out = table.Column<string>(name: "out", type: "character varying(24)", maxLength: 24, nullable: false),
                    passes = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    reports = table.Column<int>(type: "integer", nullable: false),
                    call_by = table.Column<TimeOnly>(type: "time without time zone", nullable: true),
                    spot_every = table.Column<int>(type: "integer", nullable: false),
                    corridor_per_day = table.Column<int>(type: "integer", nullable: false),
                    terms = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    objection = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    contacts_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    opened_at = table.Column<long>(type: "bigint", nullable: false),
                    opened_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    ended_at = table.Column<long>(type: "bigint", nullable: true),
                    ended_how = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: true),
                    ended_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    end_document = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    end_why = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    verified_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    certificate_hash = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_measure_person_community_id_person_id",
                        columns: x => new { x.community_id, x.person_id },
                        principalTable: "person",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "person_tag",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tag = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    detail_sealed = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person_tag", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_person_tag_person_community_id_person_id",
                        columns: x => new { x.community_id, x.person_id },
                        principalTable: "person",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "search_term",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    term = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false, collation: "C"),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_search_term", x => new { x.community_id, x.term, x.person_id });
                    table.ForeignKey(
                        name: "FK_search_term_person_community_id_person_id",
                        columns: x => new { x.community_id, x.person_id },
                        principalTable: "person",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "temperature_report",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    duty_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    window = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    tenths = table.Column<int>(type: "integer", nullable: true),
                    symptoms = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    abnormal = table.Column<bool>(type: "boolean", nullable: false),
                    in_time = table.Column<bool>(type: "boolean", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    how = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    form_key = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_temperature_report", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_temperature_report_person_community_id_person_id",
                        columns: x => new { x.community_id, x.person_id },
                        principalTable: "person",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "travel_check",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    first_day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_day = table.Column<DateOnly>(type: "date", nullable: false),
                    opened_at = table.Column<long>(type: "bigint", nullable: false),
                    opened_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    declared_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    declared_at = table.Column<long>(type: "bigint", nullable: true),
                    declared_by = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    record_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    record_at = table.Column<long>(type: "bigint", nullable: true),
                    record_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    result = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: true),
                    closed_at = table.Column<long>(type: "bigint", nullable: true),
                    closed_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_travel_check", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_travel_check_household_community_id_household_id",
                        columns: x => new { x.community_id, x.household_id },
                        principalTable: "household",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_travel_check_person_community_id_person_id",
                        columns: x => new { x.community_id, x.person_id },
                        principalTable: "person",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "screening_answer",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    target_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    channel = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    entered_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    content_sealed = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_screening_answer", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_screening_answer_screening_target_community_id_target_id",
                        columns: x => new { x.community_id, x.target_id },
                        principalTable: "screening_target",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "escalation_step",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    escalation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    act = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    authority = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    document = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    text_sealed = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_escalation_step", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_escalation_step_escalation_community_id_escalation_id",
                        columns: x => new { x.community_id, x.escalation_id },
                        principalTable: "escalation",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "measure_call",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    measure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    outcome = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    mood = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    note_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_call", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_measure_call_measure_community_id_measure_id",
                        columns: x => new { x.community_id, x.measure_id },
                        principalTable: "measure",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "measure_change",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    measure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    old_until = table.Column<long>(type: "bigint", nullable: false),
                    new_until = table.Column<long>(type: "bigint", nullable: false),
                    why = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    authority = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    document_number = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_change", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_measure_change_measure_community_id_measure_id",
                        columns: x => new { x.community_id, x.measure_id },
                        principalTable: "measure",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "measure_objection",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    measure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    answer_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    answered_at = table.Column<long>(type: "bigint", nullable: true),
                    answered_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_objection", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_measure_objection_measure_community_id_measure_id",
                        columns: x => new { x.community_id, x.measure_id },
                        principalTable: "measure",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "measure_test",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    measure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<int>(type: "integer", nullable: false),
                    on_date = table.Column<DateOnly>(type: "date", nullable: false),
                    negative = table.Column<bool>(type: "boolean", nullable: true),
                    entered_at = table.Column<long>(type: "bigint", nullable: true),
                    entered_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_test", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_measure_test_measure_community_id_measure_id",
                        columns: x => new { x.community_id, x.measure_id },
                        principalTable: "measure",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "measure_trip",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    measure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    destination = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    wished_at = table.Column<long>(type: "bigint", nullable: false),
                    why_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    allowed = table.Column<bool>(type: "boolean", nullable: true),
                    decided_at = table.Column<long>(type: "bigint", nullable: true),
                    decided_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    companion = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    refusal = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_measure_trip", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_measure_trip_measure_community_id_measure_id",
                        columns: x => new { x.community_id, x.measure_id },
                        principalTable: "measure",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "referral",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    measure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    place = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    why_sealed = table.Column<byte[]>(type: "bytea", nullable: false),
                    asked_by = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    asked_at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    fetched_by = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    along = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    left_at = table.Column<long>(type: "bigint", nullable: true),
                    arrived_at = table.Column<long>(type: "bigint", nullable: true),
                    back_at = table.Column<long>(type: "bigint", nullable: true),
                    closing_asked_at = table.Column<long>(type: "bigint", nullable: true),
                    closing_asked_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    outcome_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    outcome_at = table.Column<long>(type: "bigint", nullable: true),
                    cleaned_at = table.Column<long>(type: "bigint", nullable: true),
                    cleaned_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_referral", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_referral_measure_community_id_measure_id",
                        columns: x => new { x.community_id, x.measure_id },
                        principalTable: "measure",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "travel_finding",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    building_id = table.Column<Guid>(type: "uuid", nullable: false),
                    household_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    check_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dwelling = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    reasons_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    follow = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    until = table.Column<DateOnly>(type: "date", nullable: true),
                    plan_id = table.Column<Guid>(type: "uuid", nullable: true),
                    plan_name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    basis = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    state = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: false),
                    proposed_at = table.Column<long>(type: "bigint", nullable: false),
                    proposed_by_id = table.Column<Guid>(type: "uuid", nullable: false),
                    proposed_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    confirmed_at = table.Column<long>(type: "bigint", nullable: true),
                    confirmed_by_id = table.Column<Guid>(type: "uuid", nullable: true),
                    confirmed_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    seen_at = table.Column<long>(type: "bigint", nullable: true),
                    taken_up_at = table.Column<long>(type: "bigint", nullable: true),
                    end = table.Column<string>(type: "character varying(24)", maxLength: 24, nullable: true),
                    resolved_at = table.Column<long>(type: "bigint", nullable: true),
                    resolved_by = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    resolved_why = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_travel_finding", x => new { x.community_id, x.id });
                    table.CheckConstraint("ck_travel_findings_two_people", "confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id");
                    table.ForeignKey(
                        name: "FK_travel_finding_household_community_id_household_id",
                        columns: x => new { x.community_id, x.household_id },
                        principalTable: "household",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_travel_finding_travel_check_community_id_check_id",
                        columns: x => new { x.community_id, x.check_id },
                        principalTable: "travel_check",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "finding_word",
                columns: table => new
                {
                    community_id = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    finding_id = table.Column<Guid>(type: "uuid", nullable: false),
                    is_answer = table.Column<bool>(type: "boolean", nullable: false),
                    text_sealed = table.Column<byte[]>(type: "bytea", nullable: true),
                    at = table.Column<long>(type: "bigint", nullable: false),
                    by = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_finding_word", x => new { x.community_id, x.id });
                    table.ForeignKey(
                        name: "FK_finding_word_travel_finding_community_id_finding_id",
                        columns: x => new { x.community_id, x.finding_id },
                        principalTable: "travel_finding",
                        principalColumns: new[] { "community_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "EmailIndex",
                table: "account",
                column: "normalized_email");

            migrationBuilder.CreateIndex(
                name: "UserNameIndex",
                table: "account",
                column: "normalized_user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_announcement_community_id_order_id_form_id",
                table: "announcement",
                columns: new[] { "community_id", "order_id", "form_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_answer_community_id_question_id",
                table: "answer",
                columns: new[] { "community_id", "question_id" });

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_community_id_id",
                table: "audit_entry",
                columns: new[] { "community_id", "id" },
                filter: "seq IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_community_id_seq",
                table: "audit_entry",
                columns: new[] { "community_id", "seq" },
                unique: true,
                filter: "seq IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_audit_entry_community_id_subject",
                table: "audit_entry",
                columns: new[] { "community_id", "subject" });

            migrationBuilder.CreateIndex(
                name: "IX_breach_community_id_at",
                table: "breach",
                columns: new[] { "community_id", "at" },
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_breach_community_id_gate_id",
                table: "breach",
                columns: new[] { "community_id", "gate_id" });

            migrationBuilder.CreateIndex(
                name: "IX_breach_step_community_id_breach_id_number",
                table: "breach_step",
                columns: new[] { "community_id", "breach_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_breach_step_community_id_photo_id",
                table: "breach_step",
                columns: new[] { "community_id", "photo_id" });

            migrationBuilder.CreateIndex(
                name: "IX_building_community_id_compound_id_key",
                table: "building",
                columns: new[] { "community_id", "compound_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_building_group_code_hash",
                table: "building_group",
                column: "code_hash");

            migrationBuilder.CreateIndex(
                name: "IX_building_group_community_id_building_id",
                table: "building_group",
                columns: new[] { "community_id", "building_id" });

            migrationBuilder.CreateIndex(
                name: "IX_building_group_community_id_order_id",
                table: "building_group",
                columns: new[] { "community_id", "order_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_campaign_community_id_made_at",
                table: "campaign",
                columns: new[] { "community_id", "made_at" });

            migrationBuilder.CreateIndex(
                name: "IX_campaign_community_id_script_id",
                table: "campaign",
                columns: new[] { "community_id", "script_id" });

            migrationBuilder.CreateIndex(
                name: "IX_care_tag_community_id_code",
                table: "care_tag",
                columns: new[] { "community_id", "code" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_closure_event_community_id_order_id_at",
                table: "closure_event",
                columns: new[] { "community_id", "order_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_closure_extension_community_id_order_id_at",
                table: "closure_extension",
                columns: new[] { "community_id", "order_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_closure_order_community_id_building_id",
                table: "closure_order",
                columns: new[] { "community_id", "building_id" });

            migrationBuilder.CreateIndex(
                name: "IX_closure_order_community_id_plan_id",
                table: "closure_order",
                columns: new[] { "community_id", "plan_id" });

            migrationBuilder.CreateIndex(
                name: "IX_closure_order_community_id_starts_at",
                table: "closure_order",
                columns: new[] { "community_id", "starts_at" });

            migrationBuilder.CreateIndex(
                name: "IX_closure_task_community_id_order_id_position",
                table: "closure_task",
                columns: new[] { "community_id", "order_id", "position" });

            migrationBuilder.CreateIndex(
                name: "IX_closure_unit_community_id_building_id_unit",
                table: "closure_unit",
                columns: new[] { "community_id", "building_id", "unit" },
                unique: true,
                filter: "lifted_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_closure_unit_community_id_order_id",
                table: "closure_unit",
                columns: new[] { "community_id", "order_id" });

            migrationBuilder.CreateIndex(
                name: "IX_compound_community_id_name",
                table: "compound",
                columns: new[] { "community_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_division_parent",
                table: "division",
                column: "parent");

            migrationBuilder.CreateIndex(
                name: "IX_door_try_community_id_dwelling_id_number",
                table: "door_try",
                columns: new[] { "community_id", "dwelling_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_dwelling_community_id_building_id_sort_key",
                table: "dwelling",
                columns: new[] { "community_id", "building_id", "sort_key" });

            migrationBuilder.CreateIndex(
                name: "IX_dwelling_community_id_building_id_unit_room",
                table: "dwelling",
                columns: new[] { "community_id", "building_id", "unit", "room" },
                unique: true,
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_dwelling_community_id_room",
                table: "dwelling",
                columns: new[] { "community_id", "room" });

            migrationBuilder.CreateIndex(
                name: "IX_dwelling_door_code_hash",
                table: "dwelling",
                column: "door_code_hash");

            migrationBuilder.CreateIndex(
                name: "IX_dwelling_occupancy_community_id_building_id_state",
                table: "dwelling_occupancy",
                columns: new[] { "community_id", "building_id", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_enclosed_dwelling_community_id_building_id",
                table: "enclosed_dwelling",
                columns: new[] { "community_id", "building_id" });

            migrationBuilder.CreateIndex(
                name: "IX_enclosed_dwelling_community_id_dwelling_id",
                table: "enclosed_dwelling",
                columns: new[] { "community_id", "dwelling_id" },
                unique: true,
                filter: "left_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_enclosed_dwelling_community_id_enclosure_id",
                table: "enclosed_dwelling",
                columns: new[] { "community_id", "enclosure_id" });

            migrationBuilder.CreateIndex(
                name: "IX_enclosure_community_id_compound_id",
                table: "enclosure",
                columns: new[] { "community_id", "compound_id" });

            migrationBuilder.CreateIndex(
                name: "IX_enclosure_community_id_gate_id",
                table: "enclosure",
                columns: new[] { "community_id", "gate_id" });

            migrationBuilder.CreateIndex(
                name: "IX_enclosure_community_id_name",
                table: "enclosure",
                columns: new[] { "community_id", "name" },
                unique: true,
                filter: "dissolved_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_enclosure_change_community_id_enclosure_id_at",
                table: "enclosure_change",
                columns: new[] { "community_id", "enclosure_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_errand_community_id_household_id",
                table: "errand",
                columns: new[] { "community_id", "household_id" });

            migrationBuilder.CreateIndex(
                name: "IX_errand_community_id_pass_id",
                table: "errand",
                columns: new[] { "community_id", "pass_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_errand_community_id_state_back_by",
                table: "errand",
                columns: new[] { "community_id", "state", "back_by" });

            migrationBuilder.CreateIndex(
                name: "IX_escalation_community_id_at",
                table: "escalation",
                columns: new[] { "community_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_escalation_community_id_dwelling_id",
                table: "escalation",
                columns: new[] { "community_id", "dwelling_id" });

            migrationBuilder.CreateIndex(
                name: "IX_escalation_community_id_todo_id",
                table: "escalation",
                columns: new[] { "community_id", "todo_id" });

            migrationBuilder.CreateIndex(
                name: "ix_escalations_open_todo",
                table: "escalation",
                columns: new[] { "community_id", "todo_id" },
                unique: true,
                filter: "decided_at IS NULL AND todo_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_escalation_step_community_id_escalation_id_number",
                table: "escalation_step",
                columns: new[] { "community_id", "escalation_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_export_request_community_id_at",
                table: "export_request",
                columns: new[] { "community_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_fact_statement_community_id_created_at",
                table: "fact_statement",
                columns: new[] { "community_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "IX_finding_word_community_id_finding_id_at",
                table: "finding_word",
                columns: new[] { "community_id", "finding_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_firm_community_id_changed_seq",
                table: "firm",
                columns: new[] { "community_id", "changed_seq" });

            migrationBuilder.CreateIndex(
                name: "IX_firm_community_id_name",
                table: "firm",
                columns: new[] { "community_id", "name" });

            migrationBuilder.CreateIndex(
                name: "IX_gate_community_id_compound_id",
                table: "gate",
                columns: new[] { "community_id", "compound_id" });

            migrationBuilder.CreateIndex(
                name: "IX_gate_community_id_name",
                table: "gate",
                columns: new[] { "community_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_gate_change_community_id_gate_id_at",
                table: "gate_change",
                columns: new[] { "community_id", "gate_id", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_gate_changes_coming",
                table: "gate_change",
                columns: new[] { "community_id", "gate_id" },
                unique: true,
                filter: "state = 'Coming'");

            migrationBuilder.CreateIndex(
                name: "ix_gate_changes_coming_at",
                table: "gate_change",
                column: "at",
                filter: "state = 'Coming'");

            migrationBuilder.CreateIndex(
                name: "IX_gate_device_community_id_gate_id",
                table: "gate_device",
                columns: new[] { "community_id", "gate_id" });

            migrationBuilder.CreateIndex(
                name: "IX_gate_device_enrol_hash",
                table: "gate_device",
                column: "enrol_hash");

            migrationBuilder.CreateIndex(
                name: "IX_gate_key_row_community_id_kid",
                table: "gate_key_row",
                columns: new[] { "community_id", "kid" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_gate_scan_community_id_about_id",
                table: "gate_scan",
                columns: new[] { "community_id", "about_id" },
                filter: "about_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_gate_scan_community_id_at",
                table: "gate_scan",
                columns: new[] { "community_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_gate_scan_community_id_counter_at",
                table: "gate_scan",
                columns: new[] { "community_id", "counter", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_gate_scan_community_id_device_id_seq",
                table: "gate_scan",
                columns: new[] { "community_id", "device_id", "seq" });

            migrationBuilder.CreateIndex(
                name: "IX_gate_scan_community_id_dwelling_id_at",
                table: "gate_scan",
                columns: new[] { "community_id", "dwelling_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_gate_scan_community_id_received_at",
                table: "gate_scan",
                columns: new[] { "community_id", "received_at" });

            migrationBuilder.CreateIndex(
                name: "IX_gate_scan_community_id_void_at",
                table: "gate_scan",
                columns: new[] { "community_id", "void_at" },
                filter: "void_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_grant_account_id_role_place_building_id",
                table: "grant",
                columns: new[] { "account_id", "role", "place", "building_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_grant_place",
                table: "grant",
                column: "place");

            migrationBuilder.CreateIndex(
                name: "IX_grid_community_id_split_id_number",
                table: "grid",
                columns: new[] { "community_id", "split_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_grid_duty_community_id_account_id",
                table: "grid_duty",
                columns: new[] { "community_id", "account_id" },
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_grid_duty_community_id_grid_id",
                table: "grid_duty",
                columns: new[] { "community_id", "grid_id" });

            migrationBuilder.CreateIndex(
                name: "IX_grid_duty_community_id_grid_id_role",
                table: "grid_duty",
                columns: new[] { "community_id", "grid_id", "role" },
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_grid_part_community_id_building_id_split_id",
                table: "grid_part",
                columns: new[] { "community_id", "building_id", "split_id" });

            migrationBuilder.CreateIndex(
                name: "IX_grid_part_community_id_grid_id",
                table: "grid_part",
                columns: new[] { "community_id", "grid_id" });

            migrationBuilder.CreateIndex(
                name: "IX_grid_split_community_id",
                table: "grid_split",
                column: "community_id",
                unique: true,
                filter: "last_day IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_group_party_community_id_invitation_id",
                table: "group_party",
                columns: new[] { "community_id", "invitation_id" });

            migrationBuilder.CreateIndex(
                name: "IX_group_party_community_id_order_id_account_id",
                table: "group_party",
                columns: new[] { "community_id", "order_id", "account_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_health_alert_community_id_building_id_at",
                table: "health_alert",
                columns: new[] { "community_id", "building_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_health_alert_community_id_person_id",
                table: "health_alert",
                columns: new[] { "community_id", "person_id" });

            migrationBuilder.CreateIndex(
                name: "IX_help_request_community_id_due_at",
                table: "help_request",
                columns: new[] { "community_id", "due_at" },
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_help_request_community_id_order_id_at",
                table: "help_request",
                columns: new[] { "community_id", "order_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_help_request_community_id_photo_id",
                table: "help_request",
                columns: new[] { "community_id", "photo_id" });

            migrationBuilder.CreateIndex(
                name: "IX_help_step_community_id_request_id_number",
                table: "help_step",
                columns: new[] { "community_id", "request_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_household_community_id_building_id",
                table: "household",
                columns: new[] { "community_id", "building_id" });

            migrationBuilder.CreateIndex(
                name: "IX_household_community_id_dwelling_id",
                table: "household",
                columns: new[] { "community_id", "dwelling_id" });

            migrationBuilder.CreateIndex(
                name: "IX_household_keeper_community_id_order_id_household_id",
                table: "household_keeper",
                columns: new[] { "community_id", "order_id", "household_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_identity_user_claim_user_id",
                table: "identity_user_claim",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_identity_user_login_user_id",
                table: "identity_user_login",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "IX_invitation_place",
                table: "invitation",
                column: "place");

            migrationBuilder.CreateIndex(
                name: "IX_invitation_secret_hash",
                table: "invitation",
                column: "secret_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_job_community_id_at",
                table: "job",
                columns: new[] { "community_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_job_state_lease_until",
                table: "job",
                columns: new[] { "state", "lease_until" });

            migrationBuilder.CreateIndex(
                name: "IX_measure_certificate_hash",
                table: "measure",
                column: "certificate_hash");

            migrationBuilder.CreateIndex(
                name: "IX_measure_community_id_household_id_starts_at",
                table: "measure",
                columns: new[] { "community_id", "household_id", "starts_at" });

            migrationBuilder.CreateIndex(
                name: "IX_measure_community_id_person_id_starts_at",
                table: "measure",
                columns: new[] { "community_id", "person_id", "starts_at" });

            migrationBuilder.CreateIndex(
                name: "ix_measures_open_of_building",
                table: "measure",
                columns: new[] { "community_id", "building_id" },
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_measures_open_of_person",
                table: "measure",
                columns: new[] { "community_id", "person_id" },
                unique: true,
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_measure_call_community_id_measure_id_at",
                table: "measure_call",
                columns: new[] { "community_id", "measure_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_measure_change_community_id_measure_id_old_until",
                table: "measure_change",
                columns: new[] { "community_id", "measure_id", "old_until" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_measure_objection_community_id_measure_id_at",
                table: "measure_objection",
                columns: new[] { "community_id", "measure_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_measure_test_community_id_measure_id_day_person_id",
                table: "measure_test",
                columns: new[] { "community_id", "measure_id", "day", "person_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_measure_trip_community_id_measure_id_at",
                table: "measure_trip",
                columns: new[] { "community_id", "measure_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_medicine_certificate_code_hash",
                table: "medicine_certificate",
                column: "code_hash");

            migrationBuilder.CreateIndex(
                name: "IX_medicine_certificate_community_id_errand_id",
                table: "medicine_certificate",
                columns: new[] { "community_id", "errand_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_meter_reading_community_id_dwelling_id_kind_read_on",
                table: "meter_reading",
                columns: new[] { "community_id", "dwelling_id", "kind", "read_on" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_missing_call_community_id_building_id_day",
                table: "missing_call",
                columns: new[] { "community_id", "building_id", "day" });

            migrationBuilder.CreateIndex(
                name: "IX_missing_call_community_id_household_id",
                table: "missing_call",
                columns: new[] { "community_id", "household_id" });

            migrationBuilder.CreateIndex(
                name: "IX_mute_community_id_order_id_household_id",
                table: "mute",
                columns: new[] { "community_id", "order_id", "household_id" });

            migrationBuilder.CreateIndex(
                name: "IX_occupancy_evidence_community_id_dwelling_id_at",
                table: "occupancy_evidence",
                columns: new[] { "community_id", "dwelling_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_outside_message_community_id_state_at",
                table: "outside_message",
                columns: new[] { "community_id", "state", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_outside_message_next_at",
                table: "outside_message",
                column: "next_at",
                filter: "ended_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_pass_community_id_changed_seq",
                table: "pass",
                columns: new[] { "community_id", "changed_seq" });

            migrationBuilder.CreateIndex(
                name: "IX_pass_community_id_dwelling_id",
                table: "pass",
                columns: new[] { "community_id", "dwelling_id" });

            migrationBuilder.CreateIndex(
                name: "IX_pass_community_id_household_id",
                table: "pass",
                columns: new[] { "community_id", "household_id" });

            migrationBuilder.CreateIndex(
                name: "IX_pass_community_id_number",
                table: "pass",
                columns: new[] { "community_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_password_link_account_id",
                table: "password_link",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_password_link_secret_hash",
                table: "password_link",
                column: "secret_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_person_community_id_building_id",
                table: "person",
                columns: new[] { "community_id", "building_id" },
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_person_community_id_document_hash_closed_at",
                table: "person",
                columns: new[] { "community_id", "document_hash", "closed_at" });

            migrationBuilder.CreateIndex(
                name: "IX_person_community_id_household_id",
                table: "person",
                columns: new[] { "community_id", "household_id" });

            migrationBuilder.CreateIndex(
                name: "IX_person_tag_community_id_building_id_tag",
                table: "person_tag",
                columns: new[] { "community_id", "building_id", "tag" });

            migrationBuilder.CreateIndex(
                name: "IX_person_tag_community_id_person_id_tag",
                table: "person_tag",
                columns: new[] { "community_id", "person_id", "tag" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_photo_community_id_building_id_at",
                table: "photo",
                columns: new[] { "community_id", "building_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_plan_picture_community_id_photo_id",
                table: "plan_picture",
                columns: new[] { "community_id", "photo_id" });

            migrationBuilder.CreateIndex(
                name: "IX_plan_spot_community_id_compound_id",
                table: "plan_spot",
                columns: new[] { "community_id", "compound_id" });

            migrationBuilder.CreateIndex(
                name: "IX_post_call_community_id_order_id_household_id_number",
                table: "post_call",
                columns: new[] { "community_id", "order_id", "household_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_post_read_community_id_post_id_household_id",
                table: "post_read",
                columns: new[] { "community_id", "post_id", "household_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_question_community_id_order_id_at",
                table: "question",
                columns: new[] { "community_id", "order_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_referral_community_id_measure_id_asked_at",
                table: "referral",
                columns: new[] { "community_id", "measure_id", "asked_at" });

            migrationBuilder.CreateIndex(
                name: "IX_register_change_community_id_household_id_at",
                table: "register_change",
                columns: new[] { "community_id", "household_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_register_import_community_id_at",
                table: "register_import",
                columns: new[] { "community_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_register_proposal_community_id_dwelling_id_waiting_slot",
                table: "register_proposal",
                columns: new[] { "community_id", "dwelling_id", "waiting_slot" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_register_proposal_community_id_form_key_version",
                table: "register_proposal",
                columns: new[] { "community_id", "form_key", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_register_proposal_community_id_state_submitted_at",
                table: "register_proposal",
                columns: new[] { "community_id", "state", "submitted_at" });

            migrationBuilder.CreateIndex(
                name: "IX_release_certificate_code_hash",
                table: "release_certificate",
                column: "code_hash");

            migrationBuilder.CreateIndex(
                name: "IX_release_certificate_community_id_order_id_person_id",
                table: "release_certificate",
                columns: new[] { "community_id", "order_id", "person_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_resident_community_id_building_id_state",
                table: "resident",
                columns: new[] { "community_id", "building_id", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_resident_community_id_dwelling_id",
                table: "resident",
                columns: new[] { "community_id", "dwelling_id" });

            migrationBuilder.CreateIndex(
                name: "IX_response_plan_community_id_code_version",
                table: "response_plan",
                columns: new[] { "community_id", "code", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_returnee_community_id_dwelling_id",
                table: "returnee",
                columns: new[] { "community_id", "dwelling_id" });

            migrationBuilder.CreateIndex(
                name: "IX_returnee_community_id_household_id",
                table: "returnee",
                columns: new[] { "community_id", "household_id" });

            migrationBuilder.CreateIndex(
                name: "IX_returnee_community_id_state_arrives_at",
                table: "returnee",
                columns: new[] { "community_id", "state", "arrives_at" });

            migrationBuilder.CreateIndex(
                name: "IX_risk_area_community_id_code_name_level_first_day",
                table: "risk_area",
                columns: new[] { "community_id", "code", "name", "level", "first_day" },
                unique: true,
                filter: "withdrawn_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_risk_area_community_id_last_day",
                table: "risk_area",
                columns: new[] { "community_id", "last_day" });

            migrationBuilder.CreateIndex(
                name: "IX_screening_answer_community_id_target_id_version",
                table: "screening_answer",
                columns: new[] { "community_id", "target_id", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_screening_target_community_id_campaign_id_building_id_state",
                table: "screening_target",
                columns: new[] { "community_id", "campaign_id", "building_id", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_screening_target_community_id_campaign_id_household_id",
                table: "screening_target",
                columns: new[] { "community_id", "campaign_id", "household_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_screening_target_community_id_dwelling_id",
                table: "screening_target",
                columns: new[] { "community_id", "dwelling_id" });

            migrationBuilder.CreateIndex(
                name: "IX_screening_target_community_id_household_id",
                table: "screening_target",
                columns: new[] { "community_id", "household_id" });

            migrationBuilder.CreateIndex(
                name: "IX_script_version_community_id_code_version",
                table: "script_version",
                columns: new[] { "community_id", "code", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_search_term_community_id_person_id",
                table: "search_term",
                columns: new[] { "community_id", "person_id" });

            migrationBuilder.CreateIndex(
                name: "IX_sent_candidate_community_id_list_id_person_id",
                table: "sent_candidate",
                columns: new[] { "community_id", "list_id", "person_id" });

            migrationBuilder.CreateIndex(
                name: "IX_sent_candidate_community_id_row_id_person_id",
                table: "sent_candidate",
                columns: new[] { "community_id", "row_id", "person_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sent_list_community_id_at",
                table: "sent_list",
                columns: new[] { "community_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_sent_row_community_id_list_id_number",
                table: "sent_row",
                columns: new[] { "community_id", "list_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sent_row_community_id_list_id_outcome_number",
                table: "sent_row",
                columns: new[] { "community_id", "list_id", "outcome", "number" });

            migrationBuilder.CreateIndex(
                name: "IX_shelf_drop_community_id_changed_seq",
                table: "shelf_drop",
                columns: new[] { "community_id", "changed_seq" });

            migrationBuilder.CreateIndex(
                name: "IX_shelf_drop_community_id_dwelling_id_taken_at",
                table: "shelf_drop",
                columns: new[] { "community_id", "dwelling_id", "taken_at" });

            migrationBuilder.CreateIndex(
                name: "IX_shelf_drop_community_id_taken_at_left_at",
                table: "shelf_drop",
                columns: new[] { "community_id", "taken_at", "left_at" });

            migrationBuilder.CreateIndex(
                name: "IX_staged_row_community_id_import_id_seq",
                table: "staged_row",
                columns: new[] { "community_id", "import_id", "seq" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_statement_version_community_id_statement_id_number",
                table: "statement_version",
                columns: new[] { "community_id", "statement_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_temperature_report_community_id_building_id_day",
                table: "temperature_report",
                columns: new[] { "community_id", "building_id", "day" });

            migrationBuilder.CreateIndex(
                name: "IX_temperature_report_community_id_person_id_day_window_version",
                table: "temperature_report",
                columns: new[] { "community_id", "person_id", "day", "window", "version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_tip_community_id_state_day",
                table: "tip",
                columns: new[] { "community_id", "state", "day" });

            migrationBuilder.CreateIndex(
                name: "IX_todo_community_id_building_id_due_at",
                table: "todo",
                columns: new[] { "community_id", "building_id", "due_at" },
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_todo_community_id_dwelling_id",
                table: "todo",
                columns: new[] { "community_id", "dwelling_id" });

            migrationBuilder.CreateIndex(
                name: "IX_todo_community_id_household_id",
                table: "todo",
                columns: new[] { "community_id", "household_id" });

            migrationBuilder.CreateIndex(
                name: "IX_todo_community_id_kind_source_id",
                table: "todo",
                columns: new[] { "community_id", "kind", "source_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_todo_community_id_owner_id_due_at",
                table: "todo",
                columns: new[] { "community_id", "owner_id", "due_at" },
                filter: "closed_at IS NULL AND owner_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_todo_try_community_id_by_id_at",
                table: "todo_try",
                columns: new[] { "community_id", "by_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_todo_try_community_id_todo_id_at",
                table: "todo_try",
                columns: new[] { "community_id", "todo_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_travel_check_community_id_household_id",
                table: "travel_check",
                columns: new[] { "community_id", "household_id" });

            migrationBuilder.CreateIndex(
                name: "IX_travel_check_community_id_opened_at",
                table: "travel_check",
                columns: new[] { "community_id", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "IX_travel_check_community_id_person_id",
                table: "travel_check",
                columns: new[] { "community_id", "person_id" },
                unique: true,
                filter: "closed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_travel_finding_community_id_check_id",
                table: "travel_finding",
                columns: new[] { "community_id", "check_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_travel_finding_community_id_household_id",
                table: "travel_finding",
                columns: new[] { "community_id", "household_id" });

            migrationBuilder.CreateIndex(
                name: "IX_travel_finding_community_id_state_proposed_at",
                table: "travel_finding",
                columns: new[] { "community_id", "state", "proposed_at" });

            migrationBuilder.CreateIndex(
                name: "IX_visit_community_id_arrives_at",
                table: "visit",
                columns: new[] { "community_id", "arrives_at" });

            migrationBuilder.CreateIndex(
                name: "IX_visit_community_id_document_hash",
                table: "visit",
                columns: new[] { "community_id", "document_hash" });

            migrationBuilder.CreateIndex(
                name: "IX_visit_community_id_household_id_state",
                table: "visit",
                columns: new[] { "community_id", "household_id", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_visit_community_id_pass_id",
                table: "visit",
                columns: new[] { "community_id", "pass_id" });
        }

    }
}
