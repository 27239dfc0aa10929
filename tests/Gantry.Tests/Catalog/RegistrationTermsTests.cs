using Gantry.Catalog;
using Gantry.Catalog.Rules;
using Gantry.Tests.Storage;
using Xunit;

namespace Gantry.Tests.Catalog;

/// <summary>Who may come to an account, as the settings say.</summary>
public sealed class RegistrationTermsTests
{
    [Fact]
    public void Nothing_said_means_by_invitation()
    {
        var terms = RegistrationTerms.Of(CatalogRows.Empty);
        Assert.True(terms.TakesInvitations);
        Assert.False(terms.Admits("a@example.com"));
    }

    [Fact]
    public void Domains_bound_those_who_register_themselves()
    {
        var terms = RegistrationTerms.Of(Rows("registration: open, registration_domains: [Example.com, example.org]"));
        Assert.Equal(RegistrationMode.Open, terms.Mode);
        Assert.True(terms.Admits("a@example.com") && terms.Admits("a@example.org"));
        Assert.False(terms.Admits("a@sub.example.com") || terms.Admits("a@example.com.evil") || terms.Admits("a@badexample.com"));
        Assert.False(RegistrationTerms.Of(Rows("registration: closed")).TakesInvitations);
    }

    [Theory]
    [InlineData("registration: everybody", "registration must be one of closed, invitation, open, not 'everybody'")]
    [InlineData("registration_domains: ['@example.com']", "'@example.com' is not what stands behind the @ of a mail address")]
    public void What_means_nothing_is_refused(string settings, string reason) => Assert.Contains(Problems(settings), p => !p.IsWarning && p.Message == reason);

    [Theory]
    [InlineData("registration: open", true)]
    [InlineData("registration: open, smtp: {host: localhost, security: none, from: a@example.com}", true)]
    [InlineData("registration: open, public_url: 'https://ai.example.com', smtp: {host: localhost, security: none, from: a@example.com}", false)]
    [InlineData("registration: open, sign_in: {providers: [{name: hub, kind: github, client_id: h}]}", false)]
    [InlineData("registration: invitation", false)]
    public void Open_registration_that_nobody_can_use_is_warned_of(string settings, bool warned) => Assert.Equal(warned, Problems(settings).Any(p => p.IsWarning));

    private static CatalogRows Rows(string settings) =>
        Sample.Planner(new FixedTime()).Plan(CatalogRows.Empty, Sample.Declare($"settings: {{{settings}}}"), ManagedBy.File).Next;

    private static List<CatalogProblem> Problems(string settings) => [.. CatalogRules.Check(new CatalogIndex(Rows(settings)))];
}
