using Gantry.Console.Assets;
using Microsoft.AspNetCore.Http;

namespace Gantry.Console.Addresses;

/// <summary>The console's addresses, and who may open which.</summary>
internal static class ConsolePaths
{
    public const string SetUp = "/setup";
    public const string NewPassword = "/new-password";
    public const string Join = "/join";
    public const string Register = "/register";
    public const string Forgot = "/forgot";
    public const string Home = "/console";
    public const string SignIn = "/console/sign-in";
    public const string Code = "/console/sign-in/code";
    public const string RecoveryCode = "/console/sign-in/recovery-code";
    public const string PasskeyRequest = "/console/sign-in/passkey-request";
    public const string SignOut = "/console/sign-out";
    public const string Prove = "/console/prove";
    public const string Security = "/console/security";
    public const string Password = "/console/security/password";
    public const string Authenticator = "/console/security/authenticator";
    public const string RecoveryCodes = "/console/security/recovery-codes";
    public const string NewPasskey = "/console/security/passkey";
    public const string PasskeyCreation = "/console/security/passkey-creation";
    public const string Pricing = "/pricing";

    /// <summary>Whether the console's guard looks after a path.</summary>
    public static bool Belongs(PathString path) =>
        path.StartsWithSegments(Home) || path.StartsWithSegments(SetUp) || path.StartsWithSegments(NewPassword) || path.StartsWithSegments(Pricing) || IsWayIn(path);

    public static bool IsAsset(PathString path) => path.StartsWithSegments(ConsoleAssets.Folder.TrimEnd('/'));

    /// <summary>Open while the gateway has no owner (reliability S-1). A declared owner may get its first password by a link.</summary>
    public static bool IsOpenBeforeSetUp(PathString path) => path.StartsWithSegments(SetUp) || path.StartsWithSegments(NewPassword) || IsAsset(path);

    /// <summary>Open to whoever has no session. All that is not named here is closed to them.</summary>
    public static bool IsPublic(PathString path) =>
        IsOpenBeforeSetUp(path) || path.StartsWithSegments(SignIn) || path.StartsWithSegments(Pricing) || IsWayIn(path);

    /// <summary>For people who cannot sign in yet, or any more.</summary>
    public static bool IsWayIn(PathString path) => path.StartsWithSegments(Join) || path.StartsWithSegments(Register) || path.StartsWithSegments(Forgot);

    /// <summary>Open to an account that has to add a second factor first.</summary>
    public static bool IsOpenWithoutFactor(PathString path) =>
        IsPublic(path) || path.StartsWithSegments(Security) || path.StartsWithSegments(Prove) || path.StartsWithSegments(SignOut);

    /// <summary>
    /// What is typed or made there would be lost to a question for a proof behind it, so the question comes before: the pages below security.
    /// </summary>
    public static bool AsksForProof(PathString path) => path.StartsWithSegments(Security, out var below) && below.HasValue && below != "/";

    /// <summary>An address that leads back afterwards.</summary>
    public static string WithReturn(string path, string returnUrl) =>
        returnUrl == Home ? path : $"{path}?returnUrl={Uri.EscapeDataString(returnUrl)}";

    /// <summary>Where signing in with a provider begins.</summary>
    public static string External(string provider, string returnUrl) => WithReturn($"{SignIn}/external/{Uri.EscapeDataString(provider)}", returnUrl);
}
