/*
 * Preloaded into Kamailio: writes its TLS secrets to $SSLKEYLOGFILE, which OpenSSL does not do by
 * itself. The registrar knows the secrets of every phone, whatever TLS library the phone uses.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct ssl_st SSL;
typedef struct ssl_ctx_st SSL_CTX;
typedef struct ssl_method_st SSL_METHOD;
typedef void keylog_cb(const SSL *, const char *);

static void write_line(const SSL *ssl, const char *line)
{
    (void)ssl;
    FILE *file = fopen(getenv("SSLKEYLOGFILE"), "a");

    if (!file)
        return;
    fprintf(file, "%s\n", line);
    fclose(file);
}

SSL_CTX *SSL_CTX_new(const SSL_METHOD *method)
{
    /* RTLD_NEXT would not find it: Kamailio loads OpenSSL later, as a module's private library. */
    void *openssl = dlopen("libssl.so.3", RTLD_NOW);
    SSL_CTX *(*create)(const SSL_METHOD *) = dlsym(openssl, "SSL_CTX_new");
    void (*set_callback)(SSL_CTX *, keylog_cb *) = dlsym(openssl, "SSL_CTX_set_keylog_callback");
    SSL_CTX *context = create(method);

    if (context)
        set_callback(context, write_line);
    return context;
}
