using Gantry.Catalog;
using Gantry.Catalog.Rules;
using Gantry.Secrets;
using Gantry.Snapshot;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

/// <summary>The settings of services that vouch for people: refused where they make no sense, their secrets sealed.</summary>
public sealed class SignInSettingsTests
{
    private const string Secret = "client-canary-4e5f6a7b8c";
    private const string Corp = "name: corp, kind: oidc, authority: 'https://id.example.com/', client_id: gantry, client_secret: " + Secret;

    [Theory]
    [InlineData("name: a, kind: oidc, client_id: c", "needs authority")]
    [InlineData("name: a, kind: oauth2, client_id: c, token_endpoint: 'https://a.example/t', userinfo_endpoint: 'https://a.example/u'", "needs authorization_endpoint")]
    [InlineData("name: a, kind: github", "needs client_id")]
    [InlineData("name: a, client_id: c", "needs kind")]
    [InlineData("kind: github, client_id: c", "needs name")]
    [InlineData("name: 'A/b', kind: github, client_id: c", "lower-case letters")]
    [InlineData("name: a, kind: saml, client_id: c", "kind must be one of oidc, oauth2, github")]
    [InlineData("name: a, kind: oidc, client_id: c, authority: 'http://id.example.com'", "without encryption")]
    [InlineData("name: a, kind: oidc, client_id: c, authority: 'http://127.0.0.1:9'", "say allow_private_network: true")]
    [InlineData("name: a, kind: oidc, client_id: c, authority: 'http://169.254.169.254', allow_private_network: true", "never allowed")]
    [InlineData("name: a, kind: github, client_id: c, trust_email: yes", "trust_email must be true or false")]
    [InlineData("name: a, kind: github, client_id: c, client_secret: \"" + Secret + "\\n\"", "client_secret is empty")]
    [InlineData("name: a, kind: github, client_id: c, scope: [a]", "unknown key 'scope'")]
    [InlineData("name: a, kind: github, client_id: c}, {name: a, kind: github, client_id: c", "the name a is given twice")]
    public void Provider_that_makes_no_sense_cannot_be_saved(string provider, string message)
    {
        var all = Problems(provider);
        Assert.Contains(all, text => text.Contains(message, StringComparison.Ordinal));
        Assert.DoesNotContain(all, text => text.Contains("canary", StringComparison.Ordinal));
    }

    [Fact]
    public async Task S_9_Secret_of_a_client_is_sealed_kept_and_never_shown()
    {
        var time = new FixedTime();
        await using var database = await TestStore.FreshAsync(time);
        var store = new CatalogStore(database, Sample.Chain, time);
        var yaml = Yaml(Corp + "}, {name: hub, kind: github, client_id: h, display_name: GitHub");
        var report = await Sample.ApplyAsync(store, yaml, time);
        Assert.DoesNotContain("canary", string.Join('\n', report.Changes), StringComparison.Ordinal);
        Assert.Empty((await Sample.ApplyAsync(store, yaml, time)).Changes);
        var rows = await store.LoadAsync(CancellationToken.None);
        Assert.DoesNotContain("canary", System.Text.Encoding.Latin1.GetString([.. Assert.Single(rows.Secrets).Sealed]), StringComparison.Ordinal);

        var settings = new SnapshotBuilder(Sample.Seal, time).Build(rows).Snapshot!.Settings;
        Assert.Equal(["corp", "hub"], settings.SignInProviders.Select(p => p.Name));
        var corp = settings.SignInProviders[0];
        Assert.Equal((Secret, "https://id.example.com", "openid email", "corp"), (corp.ClientSecret, corp.Authority, corp.Scopes, corp.DisplayName));
        Assert.Equal(("https://api.github.com/user", "user:email", "GitHub"), (settings.SignInProviders[1].UserinfoEndpoint, settings.SignInProviders[1].Scopes, settings.SignInProviders[1].DisplayName));
        Assert.DoesNotContain("canary", corp + settings.ToString(), StringComparison.Ordinal);
        Assert.Equal(RegistrationMode.Invitation, settings.Registration.Mode);
        Assert.Null(new SnapshotBuilder(new SecretSeal(new byte[32]), time).Build(rows).Snapshot);
    }

    private static List<string> Problems(string provider)
    {
        var declared = Sample.Declare(Yaml(provider));
        var next = Sample.Planner(new FixedTime()).Plan(CatalogRows.Empty, declared, ManagedBy.File).Next;
        return [.. declared.Problems.Select(p => p.ToString()), .. CatalogRules.Check(new CatalogIndex(next)).Select(p => p.ToString())];
    }

    private static string Yaml(string provider) => $"settings:\n  sign_in: {{providers: [{{{provider}}}]}}";
}
