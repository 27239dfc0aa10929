using Gantry.Cli.Doctor.Findings;
using Gantry.Cli.Verify.Wire;
using Gantry.Contracts.Connect;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>The clients whose set-ups can be examined.</summary>
internal static class ClientCheck
{
    private static readonly (string Id, string Command, Func<Examination, ClientReading> Read)[] Known =
    [
        ("claude-code", "claude", ClaudeCodeCheck.Read),
        ("codex", "codex", CodexCheck.Read),
        ("gemini-cli", "gemini", GeminiCliCheck.Read),
        ("opencode", "opencode", OpenCodeCheck.Read),
    ];

    /// <summary>Names that the command takes; either is taken for the client.</summary>
    public static IEnumerable<string> Names => Known.Select(known => known.Id);

    /// <summary>The client's own name for one that was typed; null where there is no such client.</summary>
    public static string? Find(string typed) =>
        Known.FirstOrDefault(known => known.Id.Equals(typed, StringComparison.OrdinalIgnoreCase) || known.Command.Equals(typed, StringComparison.OrdinalIgnoreCase)).Id;

    /// <summary>The clients that are on the path.</summary>
    public static IEnumerable<string> Installed(Examination subject) => Known.Where(known => ClientsCheck.OnPath(subject, known.Command) is not null).Select(known => known.Id);

    /// <summary>Looks at one client: its files and variables, then what the gateway says to its address, key and model, where these are sound.</summary>
    public static async Task<DoctorSection> FindAsync(Examination subject, string id, CancellationToken cancellation)
    {
        var known = Known.First(one => one.Id == id);
        ClientReading reading;
        try
        {
            reading = Read(known.Read, subject);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new DoctorSection(Recipes.Find(id)!.Name, [Unreadable(id, failure)]);
        }
        if (reading.IsSound && reading is { Root: not null, Key: not null }) await LiveCheck.FindAsync(reading, cancellation);
        var version = await ClientsCheck.FindAsync(subject, known.Command, cancellation);
        // A key may stand where nobody looks for one: in the place of a model, say, which is shown.
        var mask = new KeyMask(reading.Key?.Value.Trim() ?? "", subject.Key ?? "");
        return new DoctorSection(reading.Client.Name, [version, .. reading.Findings.Select(finding => Hidden(finding, mask))]);
    }

    /// <summary>The same without asking anybody.</summary>
    public static IReadOnlyList<Finding> Look(Examination subject, string id)
    {
        try
        {
            return Read(Known.First(one => one.Id == id).Read, subject).Findings;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [Unreadable(id, failure)];
        }
    }

    /// <summary>Whether anything of the client leads away from its maker's own service: others are not to be set up.</summary>
    public static bool IsSetUp(Examination subject, string id) => !Look(subject, id).Any(finding => finding.Id == id + ".base-missing");

    private static Finding Hidden(Finding finding, KeyMask mask) => finding with
    {
        What = mask.Hide(finding.What),
        Why = finding.Why is { } why ? mask.Hide(why) : null,
        Fix = finding.Fix is { } fix ? mask.Hide(fix) : null,
    };

    private static Finding Unreadable(string id, Exception failure) =>
        Finding.Problem($"A file of the client cannot be read: {failure.Message}", "files of the client", "Give yourself permission to read it.") with { Id = id + ".file-unreadable", Why = "The client cannot read it either." };

    private static ClientReading Read(Func<Examination, ClientReading> read, Examination subject) =>
        subject.Key is { } key ? WithKey(read(subject), key) : read(subject);

    // A key that was named with the command is tried where the set-up has none of its own to try.
    private static ClientReading WithKey(ClientReading reading, string key)
    {
        reading.Key ??= new Setting("--key", key, "--key");
        return reading;
    }
}
