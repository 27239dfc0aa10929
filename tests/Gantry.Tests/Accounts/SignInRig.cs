using System.Net;
using Gantry.Accounts;
using Gantry.Accounts.External;
using Gantry.Accounts.Factors;
using Gantry.Accounts.Joining;
using Gantry.Accounts.Sessions;
using Gantry.Accounts.SignIn;
using Gantry.Accounts.Users;
using Gantry.Audit;
using Gantry.Catalog;
using Gantry.Contracts.SignIn;
using Gantry.Mail;
using Gantry.Outbox;
using Gantry.Storage;
using Gantry.Tests.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace Gantry.Tests.Accounts;

/// <summary>Accounts on a data folder of its own, with a clock that stands; no server.</summary>
internal sealed class SignInRig : IAsyncDisposable
{
    public const string Password = "nine blue kettles sing";
    public const string Other = "seven grey ladders fall";

    private readonly TempFolder _temp = new();
    private readonly ServiceProvider _services;

    private SignInRig(TempFolder temp, DataFolder folder, FakeTime time, int iterations, string? publicUrl, string pathBase)
    {
        _temp = temp;
        Folder = folder;
        Time = time;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton(folder.Secrets.Hasher);
        services.AddSingleton(folder.Secrets.Seal);
        services.AddSingleton(folder.Audit);
        services.AddSingleton<SecurityEvents>();
        services.AddSingleton(folder.Catalog);
        services.AddSingleton(folder.SignIns);
        services.AddSingleton(folder.Passkeys);
        services.AddSingleton(folder.ExternalLogins);
        services.AddSingleton(folder.Sessions);
        services.AddSingleton(folder.Tries);
        services.AddSingleton(folder.Tokens);
        services.AddSingleton(folder.Invitations);
        services.AddSingleton(folder.Outbox);
        services.AddSingleton<OutboxBell>();
        services.AddSingleton<IMailer>(Mail);
        services.AddJoining(_ => new JoinWay(() => Registration));
        services.AddAccounts(folder.Path, _ => new SignInPlace(() => publicUrl, () => pathBase));
        services.AddExternalSignIn(_ => new ExternalWay(() => [], () => RegistrationTerms.Usual, _ => throw new InvalidOperationException("No provider is asked here.")));
        if (iterations != PasswordDesk.Iterations)
            services.AddSingleton<IPasswordHasher<SignInUser>>(new PasswordHasher<SignInUser>(Options.Create(new PasswordHasherOptions { IterationCount = iterations })));
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public DataFolder Folder { get; }

    /// <summary>What was sent.</summary>
    public PaperMailer Mail { get; } = new();

    public RegistrationTerms Registration { get; set; } = RegistrationTerms.Usual;

    public FakeTime Time { get; }

    public IServiceProvider Services => _services;

    public SetupDesk Setup => _services.GetRequiredService<SetupDesk>();

    public SessionDesk Sessions => _services.GetRequiredService<SessionDesk>();

    public StepUp StepUp => _services.GetRequiredService<StepUp>();

    public UserDesk Users => _services.GetRequiredService<UserDesk>();

    /// <summary>With few iterations, so that what is not about the hash is quick.</summary>
    public static async Task<SignInRig> StartAsync(int iterations = 1_000, string? publicUrl = null, string pathBase = "")
    {
        var temp = new TempFolder();
        var time = new FakeTime();
        return new SignInRig(temp, await DataFolder.OpenAsync(temp.Path, await TestStore.EnvironmentAsync(temp.Path), time, TestContext.Current.CancellationToken), time, iterations, publicUrl, pathBase);
    }

    /// <summary>A visitor with no cookie.</summary>
    public Visitor Visit(string address = "203.0.113.7", bool https = true) => new(_services, IPAddress.Parse(address), https);

    /// <summary>An account with <see cref="Password"/>.</summary>
    public async Task<SignInUser> AddAsync(string email, AccountRole role = AccountRole.User, string password = Password)
    {
        var row = await _services.GetRequiredService<AccountDesk>().AddAsync(email, role, AuditNote.OfCommand("account.create"), CancellationToken.None);
        await using var scope = _services.CreateAsyncScope();
        Assert.Null(await scope.ServiceProvider.GetRequiredService<PasswordDesk>().SetAsync((await Folder.SignIns.FindAsync(row.Id, CancellationToken.None))!, password));
        return (await Folder.SignIns.FindAsync(row.Id, CancellationToken.None))!;
    }

    /// <summary>A visitor who has signed in with <see cref="Password"/> to an account without a second factor.</summary>
    public async Task<Visitor> SignedInAsync(string email, AccountRole role = AccountRole.User, bool remember = false)
    {
        await AddAsync(email, role);
        var visitor = Visit();
        var step = await visitor.SignInAsync(s => s.WithPasswordAsync(email, Password, remember, CancellationToken.None));
        Assert.Equal(role == AccountRole.User ? SignInKind.Done : SignInKind.MustAddFactor, step.Kind);
        return visitor;
    }

    /// <summary>Sets an authenticator up in a fresh session.</summary>
    /// <returns>Its key, and the recovery codes.</returns>
    public async Task<(byte[] Key, IReadOnlyList<string> Codes)> AddTotpAsync(Visitor visitor)
    {
        var setup = await visitor.SecurityAsync(s => s.BeginTotpAsync(CancellationToken.None));
        var key = Base32(setup.Key);
        var confirmed = await visitor.SecurityAsync(s => s.ConfirmTotpAsync(Code(key), CancellationToken.None));
        Assert.True(confirmed.Done, confirmed.Message);
        return (key, confirmed.RecoveryCodes!);
    }

    /// <summary>The code of now, or of so many steps later.</summary>
    public string Code(byte[] key, int steps = 0) => Totp.Code(key, Totp.StepOf(Time.GetUtcNow()) + steps);

    public async Task<AccountRow> EditAsync(string email, Func<AccountRow, AccountRow> edit) => await Folder.Catalog.EditAsync(
        rows =>
        {
            var before = rows.Accounts.Single(a => a.Email == email);
            var row = edit(before);
            return ((IReadOnlyList<RowChange>)[new RowChange(row, before)], row);
        },
        AuditNote.OfCommand("account.change"),
        CancellationToken.None);

    /// <summary>Does what was asked for with e-mail addresses, as the keeper of the outbox does.</summary>
    public async Task RunErrandsAsync() => await new OutboxKeeper(
        Folder.Outbox, _services.GetServices<IOutboxSender>(), _services.GetRequiredService<OutboxBell>(), Time, NullLogger<OutboxKeeper>.Instance).RunOnceAsync(CancellationToken.None);

    public static byte[] Base32(string typed)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bytes = new List<byte>();
        var (bits, count) = (0, 0);
        foreach (var c in typed.Where(c => c != ' '))
        {
            (bits, count) = ((bits << 5 | alphabet.IndexOf(c, StringComparison.Ordinal)) & 0xffff, count + 5);
            if (count < 8) continue;
            count -= 8;
            bytes.Add((byte)(bits >> count));
        }

        return [.. bytes];
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Folder.DisposeAsync();
        _temp.Dispose();
    }
}
