using System.Collections.Concurrent;
using Gantry.Snapshot;

namespace Gantry.Providers;

/// <summary>Signs for Vertex: a token of a service account or of the machine, or a plain key of its express mode. Completes addresses that leave the project to the credential.</summary>
internal sealed class VertexSigner(IOutboundHttp outbound, TimeProvider time, ProviderEnvironment environment) : IRequestSigner
{
    private const string Bearer = "Bearer ";

    private readonly GoogleAccounts _accounts = new(time, environment);

    // By configuration: what changes there takes the place of what was.
    private readonly ConcurrentDictionary<(string Upstream, Guid Credential), Entry> _entries = new();

    public async ValueTask SignAsync(HttpRequestMessage request, UpstreamCall call, UpstreamCredential? credential, CancellationToken cancellation)
    {
        if (credential is not null && !GoogleAccounts.IsDocument(credential.Secret))
        {
            request.RequestUri = VertexAddress.Express(request.RequestUri!);
            request.Headers.Remove("x-goog-api-key");
            request.Headers.TryAddWithoutValidation("x-goog-api-key", credential.Secret);
            return;
        }

        try
        {
            var tokens = await TokensAsync(call.Upstream, credential, cancellation);
            var token = await tokens.GetAsync(cancellation);
            request.RequestUri = VertexAddress.InProject(request.RequestUri!, tokens.Account.Project)
                ?? throw new SigningException($"{tokens.Account.Name} names no project: set the option project");
            request.Headers.Remove("Authorization");
            request.Headers.Remove("x-goog-user-project");
            token.AddHeaders(request);
            request.Headers.TryAddWithoutValidation("Authorization", Bearer + token.AccessToken);
        }
        catch (SigningException failure)
        {
            throw new SigningException($"upstream {call.Upstream.Name}: {failure.Message}", failure.InnerException);
        }
    }

    public bool Renew(HttpRequestMessage request, UpstreamCall call, UpstreamCredential? credential)
    {
        var presented = request.Headers.TryGetValues("Authorization", out var values) ? values.First() : "";
        return presented.StartsWith(Bearer, StringComparison.Ordinal)
            && _entries.TryGetValue(Key(call.Upstream, credential), out var entry)
            && entry.Ready is { } tokens
            && tokens.Refuse(presented[Bearer.Length..]);
    }

    private async ValueTask<GoogleTokens> TokensAsync(Upstream upstream, UpstreamCredential? credential, CancellationToken cancellation)
    {
        var way = new Way(credential?.Secret, upstream.AllowPrivateNetwork, upstream.Proxy?.OriginalString);
        var entry = _entries.AddOrUpdate(
            Key(upstream, credential),
            static (_, now) => new Entry(now.Way, now.Open),
            static (_, before, now) => before.Way == now.Way && !before.HasFailed ? before : new Entry(now.Way, now.Open),
            (Way: way, Open: (Func<Task<GoogleTokens>>)(() => OpenAsync(upstream, credential?.Secret))));
        return entry.Ready = await entry.Tokens.WaitAsync(cancellation);
    }

    // For all who wait: none of them ends it by leaving.
    private async Task<GoogleTokens> OpenAsync(Upstream upstream, string? document)
    {
        var http = new GoogleHttp(outbound.Handler(upstream));
        return new GoogleTokens(document is null ? await _accounts.DefaultAsync(http, CancellationToken.None) : _accounts.Of(document, http), time);
    }

    private static (string, Guid) Key(Upstream upstream, UpstreamCredential? credential) => (upstream.Name, credential?.Id ?? Guid.Empty);

    /// <summary>What must not have changed for tokens to be used on.</summary>
    private readonly record struct Way(string? Secret, bool AllowPrivateNetwork, string? Proxy);

    private sealed class Entry(Way way, Func<Task<GoogleTokens>> open)
    {
        private readonly Lazy<Task<GoogleTokens>> _tokens = new(open);

        public Way Way => way;

        /// <summary>Null until they have been had once.</summary>
        public GoogleTokens? Ready { get; set; }

        public Task<GoogleTokens> Tokens => _tokens.Value;

        public bool HasFailed => _tokens is { IsValueCreated: true, Value.IsFaulted: true };
    }
}
