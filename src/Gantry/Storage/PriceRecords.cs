using System.Collections.Immutable;
using System.Data.Common;
using Dapper;
using Gantry.Billing.Pricing;
using Gantry.Catalog;

namespace Gantry.Storage;

/// <summary>The tables of price versions.</summary>
internal static class PriceRecords
{
    private const string Columns = "v.id AS Id, v.book AS Book, v.model AS Model, v.valid_from AS ValidFrom, v.source AS Source, v.free AS Free";

    private const string Current =
        """
        v.withdrawn_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM price_versions later WHERE later.book = v.book AND later.model = v.model AND later.withdrawn_at IS NULL
                AND later.valid_from > v.valid_from AND later.valid_from <= @now)
        """;

    /// <summary>In force at a moment, or to come after it.</summary>
    public static Task<ImmutableArray<PriceVersion>> CurrentAsync(DbConnection connection, DateTimeOffset now) =>
        ReadAsync(connection, Current, new { now = UnixMicros.Of(now) });

    public static Task<ImmutableArray<PriceVersion>> HistoryAsync(DbConnection connection, string model) =>
        ReadAsync(connection, "v.withdrawn_at IS NULL AND v.model = @model", new { model });

    public static Task<ImmutableArray<PriceVersion>> AllAsync(DbConnection connection) => ReadAsync(connection, "1 = 1", new { });

    public static async Task<PriceVersion?> FindAsync(DbConnection connection, string id) =>
        (await ReadAsync(connection, "v.id = @id", new { id })).FirstOrDefault();

    public static async Task WriteAsync(DbConnection connection, ImmutableArray<PriceChange> changes, DateTimeOffset now)
    {
        var at = UnixMicros.Of(now);
        foreach (var gone in changes.Where(c => c.Withdrawn).Select(c => c.Version))
        {
            await connection.ExecuteAsync(
                "UPDATE price_versions SET withdrawn_at = @at WHERE id = @Id AND withdrawn_at IS NULL AND valid_from > @at", new { gone.Id, at });
        }

        foreach (var version in changes.Where(c => !c.Withdrawn).Select(c => c.Version))
        {
            await connection.ExecuteAsync(
                "INSERT INTO price_versions (id, book, model, valid_from, source, free, created_at) VALUES (@Id, @Book, @Model, @From, @Source, @Free, @at)",
                new { version.Id, version.Book, version.Model, From = UnixMicros.Of(version.ValidFrom), version.Source, Free = version.Free ? 1L : 0L, at });
            await connection.ExecuteAsync(
                """
                INSERT INTO price_lines (version_id, position, dimension, price, tier_tokens, tier_bound, service_tier, variant)
                VALUES (@VersionId, @Position, @Dimension, @Price, @TierTokens, @TierBound, @ServiceTier, @Variant)
                """,
                version.Lines.Select((line, position) => Line.Of(version.Id, position, line)));
        }
    }

    private static async Task<ImmutableArray<PriceVersion>> ReadAsync(DbConnection connection, string where, object parameters)
    {
        var versions = await connection.QueryAsync<Version>($"SELECT {Columns} FROM price_versions v WHERE {where} ORDER BY v.valid_from, v.book, v.model", parameters);
        var lines = await connection.QueryAsync<Line>(
            $"""
            SELECT l.version_id AS VersionId, l.position AS Position, l.dimension AS Dimension, l.price AS Price, l.tier_tokens AS TierTokens,
                   l.tier_bound AS TierBound, l.service_tier AS ServiceTier, l.variant AS Variant
            FROM price_lines l JOIN price_versions v ON v.id = l.version_id WHERE {where} ORDER BY l.version_id, l.position
            """,
            parameters);
        var byVersion = lines.ToLookup(l => l.VersionId, l => l.ToLine());
        return [.. versions.Select(v => v.ToVersion([.. byVersion[v.Id]]))];
    }

    private sealed class Version
    {
        public string Id { get; set; } = "";
        public string Book { get; set; } = "";
        public string Model { get; set; } = "";
        public long ValidFrom { get; set; }
        public string Source { get; set; } = "";
        public long Free { get; set; }

        public PriceVersion ToVersion(ImmutableArray<PriceLine> lines) => new()
        {
            Id = Id,
            Book = Book,
            Model = Model,
            ValidFrom = UnixMicros.ToTime(ValidFrom),
            Source = Source,
            Free = Free != 0,
            Lines = lines,
        };
    }

    private sealed class Line
    {
        public string VersionId { get; set; } = "";
        public long Position { get; set; }
        public string Dimension { get; set; } = "";
        public long Price { get; set; }
        public long TierTokens { get; set; }
        public string TierBound { get; set; } = "";
        public string ServiceTier { get; set; } = "";
        public string? Variant { get; set; }

        public static Line Of(string version, int position, PriceLine line) => new()
        {
            VersionId = version,
            Position = position,
            Dimension = EnumWords.Of(line.Dimension),
            Price = line.Price,
            TierTokens = line.TierTokens,
            TierBound = EnumWords.Of(line.Bound),
            ServiceTier = EnumWords.Of(line.Tier),
            Variant = line.Variant,
        };

        public PriceLine ToLine() => new(EnumWords.Parse<PriceDimension>(Dimension), Price)
        {
            TierTokens = TierTokens,
            Bound = EnumWords.Parse<TierBound>(TierBound),
            Tier = EnumWords.Parse<ServiceTier>(ServiceTier),
            Variant = Variant,
        };
    }
}
