using Gantry.Catalog;
using Gantry.Secrets;
using Gantry.Snapshot;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

public sealed class StripeSettingsTests
{
    private const string Good = "secret_key: sk_live_0123456789abcdef, webhook_secret: whsec_0123456789";

    [Theory]
    [InlineData("secret_key: sk_live_0123456789abcdef, webhook_secret: ''", "webhook_secret must have 16 characters or more")]
    [InlineData("secret_key: sk_live_0123456789abcdef", "card payments need webhook_secret")]
    [InlineData("secret_key: sk_live_0123456789abcdef, webhook_secret: ", "card payments need webhook_secret")]
    [InlineData("secret_key: sk_live_0123456789abcdef, webhook_secret: whsec_012345678", "webhook_secret must have 16 characters or more")]
    [InlineData("secret_key: sk_live_0123456789abcdef, webhook_secret: '${NONE}'", "NONE is not set")]
    public void P_1_Empty_missing_or_short_webhook_secret_cannot_be_saved(string stripe, string message) => Refused(stripe, message);

    [Theory]
    [InlineData("webhook_secret: whsec_0123456789", "card payments need secret_key")]
    [InlineData("secret_key: pk_live_0123456789abcdef, webhook_secret: whsec_0123456789", "must be a secret or restricted key")]
    [InlineData("secret_key: sk_live_, webhook_secret: whsec_0123456789", "must be a secret or restricted key")]
    [InlineData("secret_key: 'sk_live_0123456789 abcdef', webhook_secret: whsec_0123456789", "holds a space")]
    [InlineData(Good + ", currency: eur", "currency must be usd")]
    [InlineData(Good + ", min: 0.49", "min must be 0.50 or more")]
    [InlineData(Good + ", min: 5.001", "more than 2 decimals")]
    [InlineData(Good + ", max: 1000000", "max must be 999999.99 or less")]
    [InlineData(Good + ", min: 20, max: 10", "min is more than max")]
    [InlineData(Good + ", api_base: 'https://api.example.com'", "only http or https on a loopback address")]
    [InlineData(Good + ", api_base: 'http://localhost:1'", "only http or https on a loopback address")]
    [InlineData(Good + ", api_base: 'http://127.0.0.1@evil.example'", "only http or https on a loopback address")]
    [InlineData(Good + ", webhok: 1", "unknown key 'webhok'")]
    public void Setting_that_makes_no_sense_cannot_be_saved(string stripe, string message) => Refused(stripe, message);

    [Fact]
    public void P_1_No_way_leads_to_a_short_secret_in_the_store() =>
        Assert.Throws<ArgumentException>(() => SecretRow.Create(StripeTerms.WebhookSecret, "whsec_012345678", Sample.Seal));

    [Fact]
    public async Task Secrets_are_sealed_kept_when_they_are_the_same_and_never_shown()
    {
        var time = new FixedTime();
        await using var database = await TestStore.FreshAsync(time);
        var store = new CatalogStore(database, Sample.Chain, time);
        var first = await Sample.ApplyAsync(store, Yaml(Good), time);
        Assert.DoesNotContain("whsec_0123456789", string.Join('\n', first.Changes), StringComparison.Ordinal);
        Assert.Empty((await Sample.ApplyAsync(store, Yaml(Good), time)).Changes);

        var rows = await store.LoadAsync(CancellationToken.None);
        var secret = rows.Secrets.Single(s => s.Name == StripeTerms.WebhookSecret);
        Assert.DoesNotContain("whsec", System.Text.Encoding.Latin1.GetString([.. secret.Sealed]), StringComparison.Ordinal);
        Assert.Equal("whsec_0123456789", secret.Open(Sample.Seal));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => (secret with { Name = StripeTerms.SecretKey }).Open(Sample.Seal));

        var changed = Assert.Single((await Sample.ApplyAsync(store, Yaml(Good.Replace("whsec_0", "whsec_9", StringComparison.Ordinal)), time)).Changes);
        Assert.Equal("~ secret payments.stripe.webhook_secret: value replaced", changed.ToString());
        Assert.Equal(2, (await Sample.ApplyAsync(store, "settings: {}", time)).Changes.Count(c => c.Deleted));
        Assert.Empty((await store.LoadAsync(CancellationToken.None)).Secrets);
    }

    [Fact]
    public void Snapshot_has_what_the_file_says_and_prints_no_secret()
    {
        var result = new SnapshotBuilder(Sample.Seal, new FixedTime()).Build(Sample.Rows(Yaml(Good + ", min: 1.50, max: 20")));
        var stripe = result.Snapshot!.Settings.Stripe!;
        Assert.Equal(("whsec_0123456789", "sk_live_0123456789abcdef", 150L, 2000L, true), (stripe.WebhookSecret, stripe.SecretKey, stripe.Least, stripe.Most, stripe.Live));
        Assert.Equal("https://api.stripe.com/", stripe.Api.AbsoluteUri);
        Assert.Equal("Stripe, live mode", stripe.ToString());
        Assert.DoesNotContain("0123456789", result.Snapshot.Settings.ToString(), StringComparison.Ordinal);

        Assert.Null(new SnapshotBuilder(Sample.Seal, new FixedTime()).Build(Sample.Rows("settings: {}")).Snapshot!.Settings.Stripe);
        var foreign = new SnapshotBuilder(new SecretSeal(new byte[32]), new FixedTime()).Build(Sample.Rows(Yaml(Good)));
        Assert.Null(foreign.Snapshot);
        Assert.Contains(foreign.Problems, p => p.Message.Contains("another master key", StringComparison.Ordinal));
    }

    private static void Refused(string stripe, string message)
    {
        var declared = Sample.Declare(Yaml(stripe));
        var broken = Gantry.Catalog.Rules.CatalogRules.Check(new CatalogIndex(Sample.Planner(new FixedTime()).Plan(CatalogRows.Empty, declared, ManagedBy.File).Next));
        var all = declared.Problems.Select(p => p.ToString()).Concat(broken.Select(p => p.ToString())).ToList();
        Assert.Contains(all, text => text.Contains(message, StringComparison.Ordinal));
        Assert.DoesNotContain(all, text => text.Contains("0123456789", StringComparison.Ordinal));
    }

    private static string Yaml(string stripe) => $"settings:\n  payments:\n    stripe: {{{stripe}}}";
}
