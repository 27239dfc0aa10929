using Gantry.Cli.Doctor.Findings;
using Gantry.Contracts.Connect;
using Gantry.Protocols;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>What a client's files and variables say, and what is wrong with them.</summary>
/// <param name="subject">Where to look.</param>
/// <param name="client">Which client.</param>
/// <param name="protocol">What it speaks by this set-up.</param>
internal sealed class ClientReading(Examination subject, Recipe client, Protocol protocol)
{
    private readonly List<Finding> _findings = [];

    public Examination Subject => subject;

    public Recipe Client => client;

    public Protocol Protocol => protocol;

    /// <summary>What follows the gateway's address in the base URL: empty, <c>/v1</c> or <c>/v1beta</c>.</summary>
    public string BasePath { get; init; } = client.BasePath;

    public Setting? Base { get; set; }

    public Setting? Key { get; set; }

    public Setting? Model { get; set; }

    public Setting? SmallModel { get; set; }

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Nothing so far keeps the client from working.</summary>
    public bool IsSound => !_findings.Exists(finding => finding.Severity == Severity.Problem);

    /// <summary>The gateway, from the base URL; null where that is none.</summary>
    public Uri? Root => Base is null ? null : AddressLook.RootOf(Base.Value);

    public void Problem(string id, string what, string why, string where, string fix, Repair? repair = null) =>
        _findings.Add(Finding.Problem(what, where, fix) with { Id = $"{client.Id}.{id}", Why = why, Repair = repair });

    public void Note(string id, string what, string why, string where, string fix, Repair? repair = null) =>
        _findings.Add(Finding.Note(what, where, fix) with { Id = $"{client.Id}.{id}", Why = why, Repair = repair });

    public void Add(Finding? finding)
    {
        if (finding is not null) _findings.Add(finding);
    }

    /// <summary>A variable of the shell; null where there is none, or it is blank.</summary>
    public Setting? Shell(string name) => subject.Variable(name) is { } value
        ? new Setting(name, value, name) { Line = changed => Export(name, changed) }
        : null;

    /// <summary>A line that sets a variable.</summary>
    public static string Export(string name, string value) => ShellText.Set(System, (name, value));

    /// <summary>A line that takes a variable away.</summary>
    public static string Unset(string name) => ShellText.Unset(System, name);

    /// <summary>A line that gives a variable what another one holds.</summary>
    public static string Copy(string from, string to) => System == ClientSystem.Windows ? $"$env:{to} = $env:{from}" : $"export {to}=\"${from}\"";

    /// <summary>A line that writes a key into a variable without showing it.</summary>
    public static string ReadKey(string name) => System == ClientSystem.Windows ? $"$env:{name} = Read-Host 'Key'" : $"read -rs {name} && export {name}";

    public static ClientSystem System => OperatingSystem.IsWindows() ? ClientSystem.Windows : OperatingSystem.IsMacOS() ? ClientSystem.MacOs : ClientSystem.Linux;
}
