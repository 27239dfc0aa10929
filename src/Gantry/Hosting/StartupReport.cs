namespace Gantry.Hosting;

/// <summary>What a person reads when the server has started: where it is, what it serves, and keys that are shown only now.</summary>
internal static class StartupReport
{
    public static void Write(TextWriter output, GatewayHost gateway)
    {
        var snapshot = gateway.Snapshot;
        output.WriteLine($"Gantry listens on {gateway.Address.ToString().TrimEnd('/')}");
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

        output.Flush();
    }
}
