using Gantry.Accounts.SignIn;
using Gantry.Secrets;

namespace Gantry.Hosting;

/// <summary>What a person reads when the server has started: where it is, what it serves, and keys that are shown only now.</summary>
internal static class StartupReport
{
    /// <param name="output">Where it is written.</param>
    /// <param name="gateway">What has started.</param>
    /// <param name="terminal">Whether a person reads along: what goes into a file or a collector of logs does not tell the token of the first start (reliability S-1).</param>
    public static void Write(TextWriter output, GatewayHost gateway, bool terminal)
    {
        var snapshot = gateway.Snapshot;
        output.WriteLine($"Gantry listens on {gateway.Address.ToString().TrimEnd('/')}");
        output.WriteLine($"  store {gateway.Engine}");
        output.WriteLine($"  runtime .NET {RuntimeFloor.Runtime}, Data Protection {RuntimeFloor.DataProtection}");
        foreach (var alarm in gateway.Services.GetRequiredService<SecretAlarm>().Sentences) output.WriteLine($"  ALARM {alarm}");
        foreach (var group in snapshot.Groups.Values.OrderBy(g => g.Name, StringComparer.Ordinal))
        {
            var models = group.Offers.Values.Select(o => o[0].Model.Id).Distinct(StringComparer.Ordinal).Count();
            output.WriteLine($"  group {group.Name}: {models} {(models == 1 ? "model" : "models")}");
        }

        if (snapshot.Keys.Count == 0)
        {
            output.WriteLine("  No API key exists yet. Set ANTHROPIC_API_KEY, OPENAI_API_KEY, GEMINI_API_KEY, DEEPSEEK_API_KEY or XAI_API_KEY before the first start, or apply a file: gantry apply -f gantry.yaml");
        }

        foreach (var issued in gateway.Applied?.Issued ?? [])
        {
            output.WriteLine($"  API key {issued.Row.Name} of {issued.Row.Account}, shown only this once: {issued.Secret}");
        }

        if (gateway.SetupToken is { } token)
        {
            var where = $"{gateway.Address.ToString().TrimEnd('/')}/setup";
            output.WriteLine(terminal
                ? $"  This gateway has no owner yet. Open {where} within {SetupDesk.Life.TotalMinutes:0} minutes, with this token: {token}"
                : $"  This gateway has no owner yet. Open {where} within {SetupDesk.Life.TotalMinutes:0} minutes, with the token in the file {SetupDesk.FileName} of the data folder.");
        }

        output.Flush();
    }
}
