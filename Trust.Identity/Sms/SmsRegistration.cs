using Trust.Hosting.Modules;
using Trust.Hosting.Outbound;

namespace Trust.Identity.Sms;

internal static class SmsRegistration
{
    public static void AddSms(this ModuleBuilder module) => module.AddConnector<SmsGateway, SmsOptions>("sms", "/sandbox/sms/v1");
}
