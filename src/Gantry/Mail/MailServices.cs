using Gantry.Outbox;

namespace Gantry.Mail;

/// <summary>Registers the outbox and the mailer. The store of the outbox and the line to the server come from elsewhere.</summary>
internal static class MailServices
{
    /// <param name="services">Must have <see cref="IOutbox"/>, <see cref="ISmtpLine"/> and <see cref="TimeProvider"/>.</param>
    /// <param name="smtp">The settings in force.</param>
    public static void AddMail(this IServiceCollection services, Func<IServiceProvider, Func<SmtpSettings?>> smtp)
    {
        services.AddSingleton(provider => new MailTerms(smtp(provider)));
        services.AddSingleton<OutboxBell>();
        services.AddSingleton<IMailer, Mailer>();
        services.AddSingleton<IOutboxSender, MailSender>();
        services.AddSingleton<OutboxKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<OutboxKeeper>());
    }
}
