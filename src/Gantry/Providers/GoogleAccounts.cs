using System.Text.Json;
using Google.Apis.Auth.OAuth2;

namespace Gantry.Providers;

/// <summary>Finds out who asks at Google: a document of <c>api_keys</c>, or what the machine itself is allowed (Application Default Credentials).</summary>
internal sealed class GoogleAccounts(TimeProvider time, ProviderEnvironment environment)
{
    private const string FileVariable = "GOOGLE_APPLICATION_CREDENTIALS";
    private const string ServiceAccount = "service_account";

    private readonly GoogleClock _clock = new(time);

    /// <summary>Whether an entry of <c>api_keys</c> is a document, and no plain key.</summary>
    public static bool IsDocument(string secret) => secret.AsSpan().TrimStart().StartsWith("{");

    /// <summary>The account of an entry of <c>api_keys</c>.</summary>
    /// <exception cref="SigningException">It is no service account.</exception>
    public GoogleAccount Of(string document, GoogleHttp http)
    {
        const string Where = "the entry of api_keys";
        var type = Member(document, "type", Where);
        return type == ServiceAccount
            ? Service(document, Where, http)
            : throw new SigningException($"{Where} is no service account but of type '{Word(type)}'; other types belong into a file that {FileVariable} names");
    }

    /// <summary>The account of the machine: a file that a variable names, the one that gcloud leaves, or the metadata server.</summary>
    /// <exception cref="SigningException">There is none.</exception>
    public async Task<GoogleAccount> DefaultAsync(GoogleHttp http, CancellationToken cancellation)
    {
        if (environment.Read(FileVariable) is { Length: > 0 } named)
        {
            return File(named, await ReadAsync(named, cancellation), http);
        }

        if (WellKnown() is { } known && System.IO.File.Exists(known))
        {
            return File(known, await ReadAsync(known, cancellation), http);
        }

        // Asked directly: it stands on an address of the machine itself, which no upstream may have.
        return await ComputeCredential.IsRunningOnComputeEngine().WaitAsync(cancellation)
            ? new GoogleAccount("the metadata server", ProjectOfMachine(), () => new ComputeCredential(new ComputeCredential.Initializer
            {
                Clock = _clock,
                Scopes = [GoogleAccount.Scope],
                HttpClientFactory = new GoogleHttp(MachineHttp.Handler),
            }))
            : throw new SigningException($"there are no Application Default Credentials: put a service account into api_keys, set {FileVariable}, or run on Google Cloud");
    }

    private GoogleAccount File(string path, string document, GoogleHttp http)
    {
        if (Member(document, "type", path) is var type && type == ServiceAccount)
        {
            return Service(document, path, http);
        }

        return new GoogleAccount(path, ProjectOfMachine() ?? Member(document, "quota_project_id", path), () => Guarded(path, () =>
            (ITokenAccessWithHeaders)CredentialFactory.FromJson(document, type).CreateScoped(GoogleAccount.Scope).CreateWithHttpClientFactory(http)));
    }

    private GoogleAccount Service(string document, string where, GoogleHttp http)
    {
        var read = Guarded(where, () => CredentialFactory.FromJson<ServiceAccountCredential>(document));
        return new GoogleAccount(read.Id, read.ProjectId, () => new ServiceAccountCredential(new ServiceAccountCredential.Initializer(read.Id, read.TokenServerUrl)
        {
            Key = read.Key,
            KeyId = read.KeyId,
            ProjectId = read.ProjectId,
            UniverseDomain = Member(document, "universe_domain", where),
            Scopes = [GoogleAccount.Scope],
            Clock = _clock,
            HttpClientFactory = http,
        }));
    }

    private string? ProjectOfMachine() => environment.Read("GOOGLE_CLOUD_PROJECT") is { Length: > 0 } project ? project : null;

    private string? WellKnown()
    {
        const string Name = "application_default_credentials.json";
        if (environment.Read("CLOUDSDK_CONFIG") is { Length: > 0 } configured)
        {
            return Path.Combine(configured, Name);
        }

        return OperatingSystem.IsWindows()
            ? environment.Read("APPDATA") is { Length: > 0 } roaming ? Path.Combine(roaming, "gcloud", Name) : null
            : environment.Read("HOME") is { Length: > 0 } home ? Path.Combine(home, ".config", "gcloud", Name) : null;
    }

    private static async Task<string> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await System.IO.File.ReadAllTextAsync(path, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SigningException($"{path} cannot be read ({failure.GetType().Name}): it is what Application Default Credentials lead to");
        }
    }

    private static string? Member(string document, string name, string where)
    {
        try
        {
            using var json = JsonDocument.Parse(document);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (JsonException)
        {
            // Its message would quote the document.
            throw new SigningException($"{where} is not JSON");
        }
    }

    /// <summary>The library quotes what it cannot read.</summary>
    private static T Guarded<T>(string where, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is InvalidOperationException or ArgumentException or FormatException or System.Security.Cryptography.CryptographicException or Newtonsoft.Json.JsonException)
        {
            throw new SigningException($"{where} is no whole credential of Google's ({failure.GetType().Name}): copy the file once more, with its private key");
        }
    }

    private static string Word(string? type) => type is { Length: <= 40 } && type.All(c => char.IsAsciiLetterLower(c) || c == '_') ? type : "none that is known";
}
