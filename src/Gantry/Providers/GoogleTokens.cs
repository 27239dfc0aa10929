using Google.Apis.Auth.OAuth2;
using Google.Apis.Auth.OAuth2.Responses;

namespace Gantry.Providers;

/// <summary>The tokens of one account. Many requests share one, and one fetch.</summary>
internal sealed class GoogleTokens(GoogleAccount account, TimeProvider time)
{
    // A token that is refused as soon as it is fetched is no use fetching again for every request.
    private static readonly TimeSpan BetweenRenewals = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private ITokenAccessWithHeaders _source = account.Open();
    private string? _last;
    private string? _refused;
    private DateTimeOffset _renewed = DateTimeOffset.MinValue;

    public GoogleAccount Account => account;

    /// <summary>A token that is still good for some minutes, and the headers that go with it.</summary>
    /// <exception cref="SigningException">None could be had.</exception>
    public async ValueTask<AccessTokenWithHeaders> GetAsync(CancellationToken cancellation)
    {
        ITokenAccessWithHeaders source;
        lock (_gate)
        {
            source = _source;
        }

        try
        {
            var token = await source.GetAccessTokenWithHeadersForRequestAsync(cancellationToken: cancellation);
            lock (_gate)
            {
                if (ReferenceEquals(source, _source))
                {
                    _last = token.AccessToken;
                }
            }

            return token;
        }
        catch (TokenResponseException refused)
        {
            throw new SigningException($"Google gives {account.Name} no token: {Advice(refused.Error?.Error)}");
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidOperationException or TaskCanceledException && !cancellation.IsCancellationRequested)
        {
            throw new SigningException($"no token could be fetched for {account.Name} ({(failure.InnerException ?? failure).GetType().Name}): is its token endpoint reachable, by the upstream's proxy and rules on addresses?");
        }
    }

    /// <summary>A token was refused before its time.</summary>
    /// <returns>Whether another may do better.</returns>
    public bool Refuse(string token)
    {
        lock (_gate)
        {
            // Others may have presented the same one.
            if (token != _last || token == _refused)
            {
                return true;
            }

            var now = time.GetUtcNow();
            if (now - _renewed < BetweenRenewals)
            {
                return false;
            }

            _renewed = now;
            _refused = token;
            _source = account.Open();
            return true;
        }
    }

    /// <summary>What the endpoint says is not repeated: it may hold what it was sent.</summary>
    private static string Advice(string? code) => code switch
    {
        "invalid_grant" => "invalid_grant. Its key may have been deleted, the account disabled, or this machine's clock may be wrong",
        "invalid_client" or "unauthorized_client" or "access_denied" => $"{code}. The account may not ask for tokens of Google Cloud",
        "invalid_scope" => "invalid_scope. The account may not use Google Cloud's APIs",
        _ => "its token endpoint answered with an error. Try the credential with gcloud",
    };
}
