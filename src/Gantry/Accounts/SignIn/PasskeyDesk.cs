using Gantry.Accounts.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Gantry.Accounts.SignIn;

/// <summary>Passkeys, by Identity's own handler. The authenticator has to verify its user: a passkey is both factors.</summary>
internal sealed class PasskeyDesk(UserManager<SignInUser> users, IPasskeyStore passkeys, PasskeyCeremony ceremony, SignInPlace place, TimeProvider time)
{
    private const int LongestName = 64;

    /// <summary>The JSON of what a browser needs to make a passkey.</summary>
    public async Task<string> CreationAsync(HttpContext http, SignInUser user)
    {
        var entity = new PasskeyUserEntity { Id = user.Id.ToString(), Name = user.Email, DisplayName = user.Email };
        var made = await Handler(http).MakeCreationOptionsAsync(entity, http);
        ceremony.Keep(http, PasskeyCeremony.Creation, user.Id, made.AttestationState ?? "");
        return made.CreationOptionsJson;
    }

    /// <returns>Why not, as a sentence; null where it is added.</returns>
    public async Task<string?> AddAsync(HttpContext http, SignInUser user, string credential, string name, CancellationToken cancellation)
    {
        if (ceremony.Read(http, PasskeyCeremony.Creation, user.Id) is not { } state) return "The time to add a passkey is over: begin again.";
        var result = await Handler(http).PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http, CredentialJson = credential, AttestationState = state });
        if (!result.Succeeded || result.UserEntity.Id != user.Id.ToString()) return "The passkey was not accepted: begin again.";
        if (!await ceremony.SpendAsync(http, state, cancellation)) return "This passkey was added already.";
        var row = PasskeyRows.Of(result.Passkey, user.Id, Named(name), usedAt: null) with { CreatedAt = time.GetUtcNow() };
        return await passkeys.AddAsync(row, cancellation) ? null : "This passkey was added already.";
    }

    /// <summary>The JSON of what a browser needs to sign.</summary>
    /// <param name="http">The request.</param>
    /// <param name="user">Whose passkeys are meant; null for any that the browser finds.</param>
    public async Task<string> RequestAsync(HttpContext http, SignInUser? user)
    {
        // The parameter is not annotated as such, but no user is what asks for any passkey.
        var made = await Handler(http).MakeRequestOptionsAsync(user!, http);
        ceremony.Keep(http, PasskeyCeremony.Request, user?.Id, made.AssertionState ?? "");
        return made.RequestOptionsJson;
    }

    /// <returns>Whose passkey has signed what this browser was asked to sign; null where it is nobody's, or not of the account that was asked.</returns>
    public async Task<SignInUser?> AssertAsync(HttpContext http, string credential, Guid? account, CancellationToken cancellation)
    {
        if (ceremony.Read(http, PasskeyCeremony.Request, account) is not { } state) return null;
        var result = await Handler(http).PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential, AssertionState = state });
        if (!result.Succeeded || account is { } asked && result.User.Id != asked || !await ceremony.SpendAsync(http, state, cancellation)) return null;
        // Not Identity's add-or-update: what was removed meanwhile would come back.
        return await passkeys.UseAsync(PasskeyRows.Of(result.Passkey, result.User.Id, "", time.GetUtcNow()), cancellation) ? result.User : null;
    }

    private static string Named(string name)
    {
        var text = string.Concat(name.Where(c => !char.IsControl(c))).Trim();
        return text.Length == 0 ? "Passkey" : text.Length <= LongestName ? text : text[..LongestName];
    }

    // A setting may change while the server runs, so each ceremony takes the options of its moment.
    private PasskeyHandler<SignInUser> Handler(HttpContext http)
    {
        var origin = place.Origin(http.Request);
        return new PasskeyHandler<SignInUser>(users, Options.Create(new IdentityPasskeyOptions
        {
            AuthenticatorTimeout = PasskeyCeremony.Life,
            ServerDomain = origin.Host,
            UserVerificationRequirement = "required",
            ResidentKeyRequirement = "required",
            AttestationConveyancePreference = "none",
            ValidateOrigin = context => ValueTask.FromResult(
                !context.CrossOrigin && Uri.TryCreate(context.Origin, UriKind.Absolute, out var from) && from.GetLeftPart(UriPartial.Authority) == origin.GetLeftPart(UriPartial.Authority)),
        }));
    }
}
