using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Trust.Seal.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "seal");

            migrationBuilder.CreateTable(
                name: "AuditHeads",
                schema: "seal",
                columns: table => new
                {
                    Index = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    Time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    KeyId = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Signature = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditHeads", x => x.Index);
                });

            migrationBuilder.CreateTable(
                name: "AuditRows",
                schema: "seal",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Event = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Actor = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    SubjectKey = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Result = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    PayloadDigest = table.Column<byte[]>(type: "bytea", nullable: false),
                    Payload = table.Column<byte[]>(type: "bytea", nullable: true),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: true),
                    ChainIndex = table.Column<long>(type: "bigint", nullable: true),
                    ChainHash = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_AuditRows", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "IdempotencyRecords",
                schema: "seal",
                columns: table => new
                {
                    Caller = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    RequestDigest = table.Column<byte[]>(type: "bytea", nullable: false),
                    Response = table.Column<byte[]>(type: "bytea", nullable: true),
                    Created = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Expires = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IdempotencyRecords", x => new { x.Caller, x.Key });
                });

            migrationBuilder.CreateTable(
                name: "Inbox",
                schema: "seal",
                columns: table => new
                {
                    Source = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    ReceivedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Inbox", x => new { x.Source, x.Id });
                });

            migrationBuilder.CreateTable(
                name: "Outbox",
                schema: "seal",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Type = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    AggregateKey = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Destination = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    Payload = table.Column<byte[]>(type: "bytea", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    NextAttempt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    DeliveredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Outbox", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "Reports",
                schema: "seal",
                columns: table => new
                {
                    ReferenceHash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Content = table.Column<byte[]>(type: "bytea", nullable: false),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Reports", x => x.ReferenceHash);
                });

            migrationBuilder.CreateTable(
                name: "RevocationLists",
                schema: "seal",
                columns: table => new
                {
                    Number = table.Column<long>(type: "bigint", nullable: false),
                    ThisUpdate = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    NextUpdate = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Encoded = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_RevocationLists", x => x.Number);
                });

            migrationBuilder.CreateTable(
                name: "Seals",
                schema: "seal",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<string>(type: "character varying(14)", maxLength: 14, nullable: false),
                    Name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    Kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    OwnerCode = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    OwnerName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Region = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    Basis = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    DiameterMm = table.Column<int>(type: "integer", nullable: false),
                    Star = table.Column<bool>(type: "boolean", nullable: false),
                    ValidYears = table.Column<int>(type: "integer", nullable: false),
                    Custodian = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: true),
                    State = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    ApplicantPersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    AppliedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ValidFrom = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ValidTo = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Picture = table.Column<byte[]>(type: "bytea", nullable: false),
                    Seal = table.Column<byte[]>(type: "bytea", nullable: true),
                    SealDigest = table.Column<byte[]>(type: "bytea", nullable: true),
                    Certificate = table.Column<byte[]>(type: "bytea", nullable: true),
                    PrivateKey = table.Column<byte[]>(type: "bytea", nullable: true),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    IsDemo = table.Column<bool>(type: "boolean", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Seals", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "SeenTokens",
                schema: "seal",
                columns: table => new
                {
                    Jti = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Expires = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SeenTokens", x => x.Jti);
                });

            migrationBuilder.CreateTable(
                name: "Certificates",
                schema: "seal",
                columns: table => new
                {
                    Serial = table.Column<string>(type: "character varying(44)", maxLength: 44, nullable: false),
                    SealId = table.Column<Guid>(type: "uuid", nullable: false),
                    Encoded = table.Column<byte[]>(type: "bytea", nullable: false),
                    NotBefore = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    NotAfter = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    RevokedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    RevocationReason = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Certificates", x => x.Serial);
                    table.ForeignKey(
                        name: "FK_Certificates_Seals_SealId",
                        column: x => x.SealId,
                        principalSchema: "seal",
                        principalTable: "Seals",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SealEvents",
                schema: "seal",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    SealId = table.Column<Guid>(type: "uuid", nullable: false),
                    Act = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    From = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    To = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    PersonName = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Note = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true),
                    Time = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SealEvents", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SealEvents_Seals_SealId",
                        column: x => x.SealId,
                        principalSchema: "seal",
                        principalTable: "Seals",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SealGrants",
                schema: "seal",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    SealId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    Grantee = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    GranteeName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Purpose = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    MostUses = table.Column<int>(type: "integer", nullable: false),
                    Uses = table.Column<int>(type: "integer", nullable: false),
                    ValidFrom = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ValidTo = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    RevokedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SealGrants", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SealGrants_Seals_SealId",
                        column: x => x.SealId,
                        principalSchema: "seal",
                        principalTable: "Seals",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "SealUses",
                schema: "seal",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    SealId = table.Column<Guid>(type: "uuid", nullable: false),
                    GrantId = table.Column<Guid>(type: "uuid", nullable: false),
                    Caller = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    CallDigest = table.Column<byte[]>(type: "bytea", nullable: false),
                    Purpose = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    FileName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    DocumentDigest = table.Column<byte[]>(type: "bytea", nullable: false),
                    State = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    IntendedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    SignedDigest = table.Column<byte[]>(type: "bytea", nullable: true),
                    SignatureValue = table.Column<byte[]>(type: "bytea", nullable: true),
                    SignatureDigest = table.Column<byte[]>(type: "bytea", nullable: true),
                    StampedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    OutputDigest = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SealUses", x => x.Id);
                    table.ForeignKey(
                        name: "FK_SealUses_SealGrants_GrantId",
                        column: x => x.GrantId,
                        principalSchema: "seal",
                        principalTable: "SealGrants",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_SealUses_Seals_SealId",
                        column: x => x.SealId,
                        principalSchema: "seal",
                        principalTable: "Seals",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AuditRows_ChainIndex",
                schema: "seal",
                table: "AuditRows",
                column: "ChainIndex",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AuditRows_Id",
                schema: "seal",
                table: "AuditRows",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AuditRows_SubjectKey",
                schema: "seal",
                table: "AuditRows",
                column: "SubjectKey");

            migrationBuilder.CreateIndex(
                name: "IX_Certificates_RevokedAt",
                schema: "seal",
                table: "Certificates",
                column: "RevokedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Certificates_SealId",
                schema: "seal",
                table: "Certificates",
                column: "SealId");

            migrationBuilder.CreateIndex(
                name: "IX_IdempotencyRecords_Expires",
                schema: "seal",
                table: "IdempotencyRecords",
                column: "Expires");

            migrationBuilder.CreateIndex(
                name: "IX_Inbox_ReceivedAt",
                schema: "seal",
                table: "Inbox",
                column: "ReceivedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_DeliveredAt",
                schema: "seal",
                table: "Outbox",
                column: "DeliveredAt");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_Destination_AggregateKey_Sequence",
                schema: "seal",
                table: "Outbox",
                columns: new[] { "Destination", "AggregateKey", "Sequence" },
                filter: "\"DeliveredAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_Id",
                schema: "seal",
                table: "Outbox",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Reports_ExpiresAt",
                schema: "seal",
                table: "Reports",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_SealEvents_SealId_Time",
                schema: "seal",
                table: "SealEvents",
                columns: new[] { "SealId", "Time" });

            migrationBuilder.CreateIndex(
                name: "IX_SealGrants_Kind_Grantee",
                schema: "seal",
                table: "SealGrants",
                columns: new[] { "Kind", "Grantee" });

            migrationBuilder.CreateIndex(
                name: "IX_SealGrants_SealId",
                schema: "seal",
                table: "SealGrants",
                column: "SealId");

            migrationBuilder.CreateIndex(
                name: "IX_Seals_Number",
                schema: "seal",
                table: "Seals",
                column: "Number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Seals_OwnerCode_State",
                schema: "seal",
                table: "Seals",
                columns: new[] { "OwnerCode", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Seals_Region_State",
                schema: "seal",
                table: "Seals",
                columns: new[] { "Region", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_Seals_State_AppliedAt",
                schema: "seal",
                table: "Seals",
                columns: new[] { "State", "AppliedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_SealUses_Caller_Key",
                schema: "seal",
                table: "SealUses",
                columns: new[] { "Caller", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_SealUses_GrantId",
                schema: "seal",
                table: "SealUses",
                column: "GrantId");

            migrationBuilder.CreateIndex(
                name: "IX_SealUses_SealId_IntendedAt",
                schema: "seal",
                table: "SealUses",
                columns: new[] { "SealId", "IntendedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_SealUses_SignatureDigest",
                schema: "seal",
                table: "SealUses",
                column: "SignatureDigest");

            migrationBuilder.CreateIndex(
                name: "IX_SealUses_State_IntendedAt",
                schema: "seal",
                table: "SealUses",
                columns: new[] { "State", "IntendedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_SeenTokens_Expires",
                schema: "seal",
                table: "SeenTokens",
                column: "Expires");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AuditHeads",
                schema: "seal");

            migrationBuilder.DropTable(
                name: "AuditRows",
                schema: "seal");

            migrationBuilder.DropTable(
                name: "Certificates",
                schema: "seal");

            migrationBuilder.DropTable(
                name: "IdempotencyRecords",
                schema: "seal");

            migrationBuilder.DropTable(
                name: "Inbox",
                schema: "seal");

            migrationBuilder.DropTable(
                name: "Outbox",
                schema: "seal");

            migrationBuilder.DropTable(
                name: "Reports",
                schema: "seal");

            migrationBuilder.DropTable(
                name: "RevocationLists",
                schema: "seal");

            migrationBuilder.DropTable(
                name: "SealEvents",
                schema: "seal");

            migrationBuilder.DropTable(
                name: "SealUses",
                schema: "seal");

            migrationBuilder.DropTable(
                name: "SeenTokens",
                schema: "seal");

            migrationBuilder.DropTable(
                name: "SealGrants",
                schema: "seal");

            migrationBuilder.DropTable(
                name: "Seals",
                schema: "seal");
        }
    }
}
