using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace Trust.License.Data.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "license");

            migrationBuilder.CreateTable(
                name: "AuditHeads",
                schema: "license",
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
                schema: "license",
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
                name: "Entitlements",
                schema: "license",
                columns: table => new
                {
                    TypeCode = table.Column<string>(type: "character varying(21)", maxLength: 21, nullable: false),
                    IssuerCode = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    IssuerName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Region = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    IsDemo = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Entitlements", x => new { x.TypeCode, x.IssuerCode });
                });

            migrationBuilder.CreateTable(
                name: "IdempotencyRecords",
                schema: "license",
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
                schema: "license",
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
                name: "IssuingClients",
                schema: "license",
                columns: table => new
                {
                    ClientId = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    IssuerCode = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_IssuingClients", x => new { x.ClientId, x.IssuerCode });
                });

            migrationBuilder.CreateTable(
                name: "Licences",
                schema: "license",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    TypeCode = table.Column<string>(type: "character varying(21)", maxLength: 21, nullable: false),
                    IssuerCode = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    IssuerName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Region = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    Serial = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    HolderHash = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    NumberHash = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    HeldByPerson = table.Column<bool>(type: "boolean", nullable: false),
                    CurrentVersion = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    IsDemo = table.Column<bool>(type: "boolean", nullable: false),
                    Version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Licences", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "LogEntries",
                schema: "license",
                columns: table => new
                {
                    Index = table.Column<long>(type: "bigint", nullable: false),
                    ActId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    Content = table.Column<byte[]>(type: "bytea", nullable: false),
                    LeafHash = table.Column<byte[]>(type: "bytea", nullable: false),
                    RecordedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LogEntries", x => x.Index);
                });

            migrationBuilder.CreateTable(
                name: "LogHead",
                schema: "license",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Size = table.Column<long>(type: "bigint", nullable: false),
                    Edge = table.Column<byte[]>(type: "bytea", nullable: false),
                    Checkpoint = table.Column<string>(type: "text", nullable: false),
                    SignedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Touches = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LogHead", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "LogNodes",
                schema: "license",
                columns: table => new
                {
                    Level = table.Column<int>(type: "integer", nullable: false),
                    Start = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LogNodes", x => new { x.Level, x.Start });
                });

            migrationBuilder.CreateTable(
                name: "OneTimeCodes",
                schema: "license",
                columns: table => new
                {
                    CodeHash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    LicenceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    SessionId = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Expires = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    UsedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OneTimeCodes", x => x.CodeHash);
                });

            migrationBuilder.CreateTable(
                name: "Outbox",
                schema: "license",
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
                schema: "license",
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
                name: "SecretTries",
                schema: "license",
                columns: table => new
                {
                    NumberHash = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    Count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_SecretTries", x => new { x.NumberHash, x.Day });
                });

            migrationBuilder.CreateTable(
                name: "SeenTokens",
                schema: "license",
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
                name: "HolderNotices",
                schema: "license",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    LicenceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Template = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ToldAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_HolderNotices", x => x.Id);
                    table.ForeignKey(
                        name: "FK_HolderNotices_Licences_LicenceId",
                        column: x => x.LicenceId,
                        principalSchema: "license",
                        principalTable: "Licences",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "LicenceUses",
                schema: "license",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    LicenceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Kind = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    By = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LicenceUses", x => x.Id);
                    table.ForeignKey(
                        name: "FK_LicenceUses_Licences_LicenceId",
                        column: x => x.LicenceId,
                        principalSchema: "license",
                        principalTable: "Licences",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "LicenceVersions",
                schema: "license",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    LicenceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Identifier = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    ReferenceHash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    Caller = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Key = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    CallDigest = table.Column<byte[]>(type: "bytea", nullable: false),
                    Step = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    BegunAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    IssuedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    ValidFrom = table.Column<DateOnly>(type: "date", nullable: false),
                    ValidTo = table.Column<DateOnly>(type: "date", nullable: true),
                    SealId = table.Column<Guid>(type: "uuid", nullable: false),
                    GrantId = table.Column<Guid>(type: "uuid", nullable: false),
                    SealTries = table.Column<int>(type: "integer", nullable: false),
                    Data = table.Column<byte[]>(type: "bytea", nullable: false),
                    ContentDigest = table.Column<byte[]>(type: "bytea", nullable: true),
                    Proof = table.Column<string>(type: "text", nullable: true),
                    LogIndex = table.Column<long>(type: "bigint", nullable: true),
                    Ofd = table.Column<byte[]>(type: "bytea", nullable: true),
                    OfdDigest = table.Column<byte[]>(type: "bytea", nullable: true),
                    Pdf = table.Column<byte[]>(type: "bytea", nullable: true),
                    PdfDigest = table.Column<byte[]>(type: "bytea", nullable: true),
                    Cause = table.Column<string>(type: "text", nullable: false),
                    Basis = table.Column<string>(type: "text", nullable: true),
                    SealedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LicenceVersions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_LicenceVersions_Licences_LicenceId",
                        column: x => x.LicenceId,
                        principalSchema: "license",
                        principalTable: "Licences",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "StateChanges",
                schema: "license",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ConfirmedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    ConfirmedById = table.Column<Guid>(type: "uuid", nullable: true),
                    LogIndex = table.Column<long>(type: "bigint", nullable: false),
                    LicenceId = table.Column<Guid>(type: "uuid", nullable: false),
                    From = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    To = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    EffectiveAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    RecordedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    AuthorityCode = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    AuthorityName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Basis = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    Reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    Document = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    PersonName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StateChanges", x => x.Id);
                    table.ForeignKey(
                        name: "FK_StateChanges_Licences_LicenceId",
                        column: x => x.LicenceId,
                        principalSchema: "license",
                        principalTable: "Licences",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "StateProposals",
                schema: "license",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    State = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    EndedByName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    Version = table.Column<int>(type: "integer", nullable: false),
                    LicenceId = table.Column<Guid>(type: "uuid", nullable: false),
                    From = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    To = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    EffectiveAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    RecordedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    AuthorityCode = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    AuthorityName = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Basis = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    Reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    Document = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    PersonName = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_StateProposals", x => x.Id);
                    table.ForeignKey(
                        name: "FK_StateProposals_Licences_LicenceId",
                        column: x => x.LicenceId,
                        principalSchema: "license",
                        principalTable: "Licences",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_AuditRows_ChainIndex",
                schema: "license",
                table: "AuditRows",
                column: "ChainIndex",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AuditRows_Id",
                schema: "license",
                table: "AuditRows",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_AuditRows_SubjectKey",
                schema: "license",
                table: "AuditRows",
                column: "SubjectKey");

            migrationBuilder.CreateIndex(
                name: "IX_HolderNotices_At",
                schema: "license",
                table: "HolderNotices",
                column: "At",
                filter: "\"ToldAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_HolderNotices_LicenceId",
                schema: "license",
                table: "HolderNotices",
                column: "LicenceId");

            migrationBuilder.CreateIndex(
                name: "IX_IdempotencyRecords_Expires",
                schema: "license",
                table: "IdempotencyRecords",
                column: "Expires");

            migrationBuilder.CreateIndex(
                name: "IX_Inbox_ReceivedAt",
                schema: "license",
                table: "Inbox",
                column: "ReceivedAt");

            migrationBuilder.CreateIndex(
                name: "IX_Licences_HolderHash_CreatedAt",
                schema: "license",
                table: "Licences",
                columns: new[] { "HolderHash", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Licences_IssuerCode_CreatedAt",
                schema: "license",
                table: "Licences",
                columns: new[] { "IssuerCode", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_Licences_NumberHash",
                schema: "license",
                table: "Licences",
                column: "NumberHash");

            migrationBuilder.CreateIndex(
                name: "IX_Licences_TypeCode_IssuerCode_Serial",
                schema: "license",
                table: "Licences",
                columns: new[] { "TypeCode", "IssuerCode", "Serial" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LicenceUses_LicenceId_At",
                schema: "license",
                table: "LicenceUses",
                columns: new[] { "LicenceId", "At" });

            migrationBuilder.CreateIndex(
                name: "IX_LicenceVersions_Caller_Key",
                schema: "license",
                table: "LicenceVersions",
                columns: new[] { "Caller", "Key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LicenceVersions_Identifier",
                schema: "license",
                table: "LicenceVersions",
                column: "Identifier",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LicenceVersions_LicenceId_Number",
                schema: "license",
                table: "LicenceVersions",
                columns: new[] { "LicenceId", "Number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LicenceVersions_PdfDigest",
                schema: "license",
                table: "LicenceVersions",
                column: "PdfDigest");

            migrationBuilder.CreateIndex(
                name: "IX_LicenceVersions_ReferenceHash",
                schema: "license",
                table: "LicenceVersions",
                column: "ReferenceHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_LicenceVersions_Step_BegunAt",
                schema: "license",
                table: "LicenceVersions",
                columns: new[] { "Step", "BegunAt" });

            migrationBuilder.CreateIndex(
                name: "IX_LogEntries_ActId_Kind",
                schema: "license",
                table: "LogEntries",
                columns: new[] { "ActId", "Kind" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_OneTimeCodes_Expires",
                schema: "license",
                table: "OneTimeCodes",
                column: "Expires");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_DeliveredAt",
                schema: "license",
                table: "Outbox",
                column: "DeliveredAt");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_Destination_AggregateKey_Sequence",
                schema: "license",
                table: "Outbox",
                columns: new[] { "Destination", "AggregateKey", "Sequence" },
                filter: "\"DeliveredAt\" IS NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Outbox_Id",
                schema: "license",
                table: "Outbox",
                column: "Id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_Reports_ExpiresAt",
                schema: "license",
                table: "Reports",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_SeenTokens_Expires",
                schema: "license",
                table: "SeenTokens",
                column: "Expires");

            migrationBuilder.CreateIndex(
                name: "IX_StateChanges_LicenceId_RecordedAt",
                schema: "license",
                table: "StateChanges",
                columns: new[] { "LicenceId", "RecordedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_StateProposals_LicenceId_RecordedAt",
                schema: "license",
                table: "StateProposals",
                columns: new[] { "LicenceId", "RecordedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_StateProposals_Pending",
                schema: "license",
                table: "StateProposals",
                column: "LicenceId",
                unique: true,
                filter: "\"State\" = 'Pending'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "AuditHeads",
                schema: "license");

            migrationBuilder.DropTable(
                name: "AuditRows",
                schema: "license");

            migrationBuilder.DropTable(
                name: "Entitlements",
                schema: "license");

            migrationBuilder.DropTable(
                name: "HolderNotices",
                schema: "license");

            migrationBuilder.DropTable(
                name: "IdempotencyRecords",
                schema: "license");

            migrationBuilder.DropTable(
                name: "Inbox",
                schema: "license");

            migrationBuilder.DropTable(
                name: "IssuingClients",
                schema: "license");

            migrationBuilder.DropTable(
                name: "LicenceUses",
                schema: "license");

            migrationBuilder.DropTable(
                name: "LicenceVersions",
                schema: "license");

            migrationBuilder.DropTable(
                name: "LogEntries",
                schema: "license");

            migrationBuilder.DropTable(
                name: "LogHead",
                schema: "license");

            migrationBuilder.DropTable(
                name: "LogNodes",
                schema: "license");

            migrationBuilder.DropTable(
                name: "OneTimeCodes",
                schema: "license");

            migrationBuilder.DropTable(
                name: "Outbox",
                schema: "license");

            migrationBuilder.DropTable(
                name: "Reports",
                schema: "license");

            migrationBuilder.DropTable(
                name: "SecretTries",
                schema: "license");

            migrationBuilder.DropTable(
                name: "SeenTokens",
                schema: "license");

            migrationBuilder.DropTable(
                name: "StateChanges",
                schema: "license");

            migrationBuilder.DropTable(
                name: "StateProposals",
                schema: "license");

            migrationBuilder.DropTable(
                name: "Licences",
                schema: "license");
        }
    }
}
