using Gantry.Cli.Doctor.Findings;
using Gantry.Contracts.Connect;
using Gantry.Protocols;

namespace Gantry.Cli.Doctor.Clients;

/// <summary>Gemini CLI: variables of the shell or of <c>.gemini/.env</c>, and the way of signing in from its settings.</summary>
internal static class GeminiCliCheck
{
    private const string Address = "GOOGLE_GEMINI_BASE_URL";
    private const string KeyName = "GEMINI_API_KEY";
    private const string WithKey = "gemini-api-key";
    private static readonly string[] Chosen = ["security", "auth", "selectedType"];

    public static ClientReading Read(Examination subject)
    {
        var reading = new ClientReading(subject, Recipes.Find("gemini-cli")!, Protocol.Gemini);
        var path = Path.Combine(subject.Home, ".gemini", "settings.json");
        var settings = JsonFile.Read(path, reading.Client.Id, comments: true);
        reading.Add(settings?.Fault);
        // The first file that is found is the only one that is read.
        var variables = new[] { Path.Combine(subject.WorkingFolder, ".gemini", ".env"), Path.Combine(subject.WorkingFolder, ".env"), Path.Combine(subject.Home, ".gemini", ".env"), Path.Combine(subject.Home, ".env") }
            .Select(EnvFile.Open).FirstOrDefault(found => found is not null);
        Setting? Effective(string name) => reading.Shell(name) ?? variables?.Variable(name);

        reading.Base = Effective(Address);
        reading.Key = Effective(KeyName);
        reading.Model = Effective("GEMINI_MODEL") ?? settings?.String("model", "name");
        foreach (var name in (string[])["GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GENAI_USE_GCA"])
        {
            if (Effective(name) is not { Value: not ("0" or "false") } on) continue;
            reading.Problem("other-service", $"{name} is on: Gemini CLI is told to sign in with Google.", "Requests go there, not to the gateway.",
                on.Where, on.Path is null ? ClientReading.Unset(name) : on.Line!("false"), on.Replaced("false", $"Set {name} to false."));
        }
        AddressLook.Judge(reading, address => ClientReading.Export(Address, address));
        KeyLook.Judge(reading, KeyName, "GOOGLE_API_KEY", "GANTRY_KEY", "GOOGLE_GEMINI_API_KEY");
        if (settings is null or { Fault: null }) Type(reading, settings, path);
        Surroundings.Mode(reading, reading.Key);
        Surroundings.Proxies(reading, name => Effective(name)?.Value);
        Surroundings.Certificates(reading, name => Effective(name)?.Value);
        return reading;
    }

    private static void Type(ClientReading reading, JsonFile? settings, string path)
    {
        // Where it stood until version 0.9.
        var type = settings?.String(Chosen);
        if (type?.Value == WithKey) return;
        var line = "\"security\": {\"auth\": {\"selectedType\": \"gemini-api-key\"}}";
        var content = settings is null ? JsonSpot.Set("", null, WithKey, Chosen) : settings.With(WithKey, Chosen);
        var repair = content is null ? null : new Repair(path, "Set security.auth.selectedType to gemini-api-key.") { Content = content };
        if (type is null)
            reading.Problem("selected-type", "selectedType is missing.", "Gemini CLI stops: Invalid auth method selected, exit code 41.", path, line, repair);
        else
            reading.Problem("selected-type", $"selectedType is {type.Value}: Gemini CLI signs in otherwise.", "It sends no key of the gateway.", type.Where, type.Line!(WithKey), repair);
    }
}
