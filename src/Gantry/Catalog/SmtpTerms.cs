using System.Collections.Immutable;
using System.Globalization;
using Gantry.Mail;

namespace Gantry.Catalog;

/// <summary>The settings of the mail server: their names in the store, and what may stand in them.</summary>
internal static class SmtpTerms
{
    public const string Prefix = "smtp.";
    public const string Host = Prefix + "host";
    public const string Port = Prefix + "port";
    public const string Security = Prefix + "security";
    public const string User = Prefix + "user";

    /// <summary>Whom mail comes from: an address, or a name with an address in angle brackets.</summary>
    public const string From = Prefix + "from";

    /// <summary>The host may resolve to a private address.</summary>
    public const string AllowPrivateNetwork = Prefix + "allow_private_network";

    public const string Password = Prefix + "password";

    public static readonly ImmutableArray<string> Settings = [Host, Port, Security, User, From, AllowPrivateNetwork];

    private const int LongestSecret = 1000;

    /// <returns>What is wrong with a setting, or null.</returns>
    public static string? Refuse(string name, string value) => name switch
    {
        Host => RefuseHost(value),
        Port => ReadPort(value) is null ? $"port must be a whole number from 1 to 65535, not '{value}'" : null,
        Security => EnumWords.TryParse<SmtpSecurity>(value, out _) ? null : $"security must be one of {string.Join(", ", EnumWords.All<SmtpSecurity>())}, not '{value}'",
        User => value.Length > 0 && !value.Any(char.IsControl) ? null : "user is empty or holds a control character",
        From => Mailbox.Parse(value) is null ? $"from: '{value}' is neither an address such as gantry@example.com nor a name with one, such as Gantry <gantry@example.com>" : null,
        AllowPrivateNetwork => value is "true" or "false" ? null : $"allow_private_network must be true or false, not '{value}'",
        _ => "this version knows no such setting",
    };

    /// <returns>What is wrong with the password, without showing it, or null.</returns>
    public static string? RefuseSecret(string secret) =>
        secret.Length is 0 or > LongestSecret || secret.Any(char.IsControl) ? $"password is empty, longer than {LongestSecret} characters, or holds a control character" : null;

    public static int? ReadPort(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? port : null;

    private static string? RefuseHost(string value)
    {
        if (Uri.CheckHostName(value) == UriHostNameType.Unknown) return $"host '{value}' is no host name: leave out the scheme and the port";
        return PrivateNetwork.IsNever(value.TrimEnd('.')) ? $"host {value} is a metadata, link-local, multicast, reserved or translated address: never allowed" : null;
    }
}
