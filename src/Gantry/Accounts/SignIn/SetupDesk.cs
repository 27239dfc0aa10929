using System.Text;
using Gantry.Accounts.Users;

namespace Gantry.Accounts.SignIn;

/// <summary>The first start: there is no account that anybody knows, only a one-time token in the data folder (reliability S-1).</summary>
internal sealed class SetupDesk(ISignInStore signIns, OneTimeTokens tokens, TimeProvider time, string folder)
{
    /// <summary>In the data folder, for its owner's eyes only.</summary>
    public const string FileName = "setup-token";

    /// <summary>How long a token works.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(4);

    private Look? _look;

    /// <summary>The full path of the file.</summary>
    public string Path { get; } = System.IO.Path.Combine(folder, FileName);

    /// <summary>Whether an owner has a way in.</summary>
    public async ValueTask<bool> IsDoneAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (Volatile.Read(ref _look) is { } known && now - known.At < Fresh) return known.Done;
        var done = await signIns.HasOwnerAsync(cancellation);
        Volatile.Write(ref _look, new Look(done, now));
        return done;
    }

    /// <summary>Makes a token and writes it to the file, where there is no owner; else the file goes.</summary>
    /// <returns>The token; null where none is needed.</returns>
    public async Task<string?> OpenAsync(CancellationToken cancellation)
    {
        if (await signIns.HasOwnerAsync(cancellation))
        {
            Remove();
            return null;
        }

        var token = await tokens.IssueAsync(OneTimeTokens.Setup, account: null, Life, cancellation);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // Made anew and moved into place: a file of that name that others may read would keep its mode.
        var aside = Path + ".new";
        File.Delete(aside);
        await using (var file = new FileStream(aside, options)) await file.WriteAsync(Encoding.ASCII.GetBytes(token + "\n"), cancellation);
        File.Move(aside, Path, overwrite: true);
        return token;
    }

    public Task<(TokenState State, Guid? Account)> LookAsync(string token, CancellationToken cancellation) => tokens.LookAsync(OneTimeTokens.Setup, token, cancellation);

    /// <returns>Whether this was the first use of the token, in time.</returns>
    public Task<bool> UseAsync(string token, CancellationToken cancellation) => tokens.UseAsync(OneTimeTokens.Setup, token, cancellation);

    /// <summary>There is an owner now.</summary>
    public void Done()
    {
        Volatile.Write(ref _look, null);
        Remove();
    }

    private void Remove() => File.Delete(Path);

    private sealed record Look(bool Done, DateTimeOffset At);
}
