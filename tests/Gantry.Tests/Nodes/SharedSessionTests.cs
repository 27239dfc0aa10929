using System.Net;
using Gantry.Accounts.SignIn;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Contracts.SignIn;
using Gantry.Secrets;
using Gantry.Storage;
using Gantry.Tests.Accounts;
using Gantry.Tests.Relay;
using Gantry.Tests.Relay.Faults;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Gantry.Tests.Nodes;

/// <summary>Who has signed in on one server is signed in on the others, until he signs out on any of them.</summary>
[Collection(AloneCollection.Name)]
public sealed class SharedSessionTests
{
    private const string Email = "ann@example.com";

    [Fact]
    public async Task Session_of_one_server_is_one_on_the_other_and_ends_on_both()
    {
        await using var database = await NodeDatabase.CreateAsync(own: false);
        var secrets = new Dictionary<string, string> { [DataFolder.DatabaseVariable] = database.For(null) };
        foreach (var name in (string[])[SecretFiles.PepperVariable, SecretFiles.MasterKeyVariable]) secrets[name] = Convert.ToBase64String(new byte[32]);
        await using var one = await StartAsync(secrets);
        await using var two = await StartAsync(secrets);
        // Both have a ring in memory before the other's first key is needed.
        var protectors = new[] { one, two }.Select(g => g.Host.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test")).ToList();
        foreach (var (from, to) in new[] { (0, 1), (1, 0) }) Assert.Equal("cookie", protectors[to].Unprotect(protectors[from].Protect("cookie")));

        var token = await one.Host.Services.GetRequiredService<UserDesk>().AddAsync(Email, AccountRole.User, AuditNote.OfCommand("account.create"), CancellationToken.None);
        var there = new Visitor(one.Host.Services, IPAddress.Parse("203.0.113.7"), https: true);
        Assert.Equal(SignInKind.Done, (await there.SignInAsync(s => s.NewPasswordAsync(token, SignInRig.Password, CancellationToken.None))).Kind);
        var here = new Visitor(two.Host.Services, IPAddress.Parse("203.0.113.7"), https: true) { Session = there.Session };
        Assert.Equal(Email, (await here.CurrentAsync())!.Email);
        await there.SignOutAsync();
        await NodeCluster.UntilAsync(async () => await new Visitor(two.Host.Services, IPAddress.Parse("203.0.113.7"), https: true) { Session = here.Session ?? "" }.CurrentAsync() is null, TimeSpan.FromSeconds(5));
    }

    private static Task<TestGateway> StartAsync(IReadOnlyDictionary<string, string> secrets) => TestGateway.StartAsync(
        new Gantry.Relay.RelayLimits(),
        simulator => TestGateway.Configuration(simulator, ["m"]),
        options => options with { Environment = secrets.GetValueOrDefault });
}
