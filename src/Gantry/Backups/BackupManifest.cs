using System.Text.Json;
using Gantry.Storage;

namespace Gantry.Backups;

/// <summary>What a backup says of itself, in <c>manifest.json</c>. It is written last: a folder without one is no finished backup.</summary>
internal sealed record BackupManifest
{
    public const string FileName = "manifest.json";

    /// <summary>The only form so far.</summary>
    public const int Form = 1;

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public required int Format { get; init; }

    /// <summary>The version of Gantry that has made it.</summary>
    public required string Gantry { get; init; }

    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>The moment that the store in it shows.</summary>
    public required DateTimeOffset At { get; init; }

    public required IReadOnlyList<BackupFile> Files { get; init; }

    /// <summary>What a restored server needs besides, or will not have, in sentences.</summary>
    public required IReadOnlyList<string> LeftOut { get; init; }

    public required StoreTotals Totals { get; init; }

    /// <exception cref="BackupException">There is none, or it is none.</exception>
    public static BackupManifest Read(string folder)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<BackupManifest>(File.ReadAllBytes(Path.Combine(folder, FileName)), Options) ?? throw new JsonException("null");
            return manifest.Format == Form ? manifest : throw new BackupException($"The backup has form {manifest.Format}; this version of Gantry reads {Form}.");
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BackupException($"{folder} is no backup, or one that was broken off: it has no {FileName}.");
        }
        catch (Exception failure) when (failure is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"{FileName} of the backup cannot be read: {failure.Message}");
        }
    }

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Options);
}
